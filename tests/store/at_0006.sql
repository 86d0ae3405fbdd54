BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE audit_row (
	id INTEGER NOT NULL, 
	chain VARCHAR(64) NOT NULL, 
	number INTEGER NOT NULL, 
	at VARCHAR(40) NOT NULL, 
	who VARCHAR(300) NOT NULL, 
	action VARCHAR(64) NOT NULL, 
	subject VARCHAR(300) NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit_row PRIMARY KEY (id), 
	CONSTRAINT uq_audit_row_chain_number UNIQUE (chain, number)
);
INSERT INTO "audit_row" VALUES(1,'league',1,'2026-11-28T22:47:56.895+00:00','command line','competition.load','league','null','{"deductions": 1, "judges": 3, "rulings": 1, "sheets": 12, "stages": 2, "teams": 4, "topics": 1}','','e4f7e78dc532948d87e508569aeaa0fd2aaa05c3dceedafd3b1d06e1ce0b403f');
INSERT INTO "audit_row" VALUES(2,'',1,'2026-11-28T22:47:57.044+00:00','set-up link','organiser.add','王芳','null','{"name": "王芳"}','','a3f252d31c60404b373839be24349a64faf8830d9539ddea3955c2fe1278cbdc');
INSERT INTO "audit_row" VALUES(3,'league',2,'2026-11-28T22:47:57.050+00:00','judge jo','session.begin','judge jo','null','null','e4f7e78dc532948d87e508569aeaa0fd2aaa05c3dceedafd3b1d06e1ce0b403f','bf847430d11305392aa1439f965156a2df0daf2fa6348ebf4b95fd627fd49dba');
INSERT INTO "audit_row" VALUES(4,'league',3,'2026-11-28T22:47:57.057+00:00','judge jo','sheet.submit','last/metro/jo','null','{"marks": {"law": "8.5", "poise": "7"}, "receipt": 1, "state": "submitted", "submitted_at": "2026-11-28T22:47:57.056+00:00", "version": 1}','bf847430d11305392aa1439f965156a2df0daf2fa6348ebf4b95fd627fd49dba','1862adc80cef641fc6ec025a683bd2d1e300c5b92a929638afc8c1eae5836c6a');
INSERT INTO "audit_row" VALUES(5,'league',4,'2026-11-28T22:47:57.059+00:00','judge jo','sheet.submit','last/metro/jo','{"marks": {"law": "8.5", "poise": "7"}, "state": "submitted", "submitted_at": "2026-11-28T22:47:57.056+00:00", "version": 1}','{"marks": {"law": "8.5", "poise": "7"}, "receipt": 2, "state": "submitted", "submitted_at": "2026-11-28T22:47:57.059+00:00", "version": 2}','1862adc80cef641fc6ec025a683bd2d1e300c5b92a929638afc8c1eae5836c6a','cba590edd2f845932623549f32fac018536b323e8f4b1382a98ec4dfc860bee4');
INSERT INTO "audit_row" VALUES(6,'league',5,'2026-11-28T22:47:57.074+00:00','command line','stage.release','semi','{"release": "hidden"}','{"release": "published", "snapshot": 2}','cba590edd2f845932623549f32fac018536b323e8f4b1382a98ec4dfc860bee4','21c2253170e364b8284517684835406bdce6bbcbb71ff8e77d3d8a9e5b85655d');
INSERT INTO "audit_row" VALUES(7,'league',6,'2026-11-28T22:47:57.081+00:00','command line','round.state','final/final-round','{"state": "open"}','{"state": "closed"}','21c2253170e364b8284517684835406bdce6bbcbb71ff8e77d3d8a9e5b85655d','8af2ea9aaa3f68db97c3c4c537dfedd75ccc29c459ad17bf216d3a4b543fd787');
INSERT INTO "audit_row" VALUES(8,'league',7,'2026-11-28T22:47:57.104+00:00','judge jo','late.offer','last/post/jo','null','{"arrived_at": "2026-11-28T22:47:57.101+00:00", "base_version": 0, "comment": null, "marks": {"law": "8.5", "poise": "7"}, "road": "tablet", "state": "submitted", "written_at": null}','8af2ea9aaa3f68db97c3c4c537dfedd75ccc29c459ad17bf216d3a4b543fd787','a08b3fd5824d401223ce9ff6aeb1d51b887a32fc82378d2650174f68078a3f22');
INSERT INTO "audit_row" VALUES(9,'league',8,'2026-11-28T22:47:57.115+00:00','command line','show.mode','match/semi-1','{"about": {}, "clock": {"label": "", "seconds": 300, "since": null, "spent": 0}, "mode": "board"}','{"about": {"match": "semi-1"}, "clock": {"label": "", "seconds": 300, "since": null, "spent": 0}, "mode": "match"}','a08b3fd5824d401223ce9ff6aeb1d51b887a32fc82378d2650174f68078a3f22','47d7104d7a5dbae1b600e56813cecd7ebddbcf018960cd5902582a7184cde0e0');
INSERT INTO "audit_row" VALUES(10,'league',9,'2026-11-28T22:47:57.127+00:00','command line','stage.correct','semi','{"places": {"bus": [3, "20.50"], "metro": [2, "25.00"], "post": [1, "26.50"], "rail": [4, "20.00"]}}','{"places": {"bus": [null, null], "metro": [null, null], "post": [null, null], "rail": [null, null]}, "reason": "The winner is announced later"}','47d7104d7a5dbae1b600e56813cecd7ebddbcf018960cd5902582a7184cde0e0','aee29f5c8150e28ac134ac690ee25f53ea28f86ee47c9de8b5e23bef227abf7c');
INSERT INTO "audit_row" VALUES(11,'league',10,'2026-11-28T22:47:57.128+00:00','command line','stage.release','semi','{"release": "published"}','{"release": "frozen", "snapshot": 3}','aee29f5c8150e28ac134ac690ee25f53ea28f86ee47c9de8b5e23bef227abf7c','90ced9b0fd91718fe8821af970b119822ba5dfab2ec4448bca1d33c5b058a945');
INSERT INTO "audit_row" VALUES(12,'league',11,'2026-11-28T22:47:57.149+00:00','command line','reveal.begin','semi','null','{"snapshot": 4, "step": 0}','90ced9b0fd91718fe8821af970b119822ba5dfab2ec4448bca1d33c5b058a945','4d5cc514d14780e3f170e457f103e8f117183b37d2ac81d837c1d0fccacb71bc');
INSERT INTO "audit_row" VALUES(13,'league',12,'2026-11-28T22:47:57.150+00:00','command line','show.mode','reveal/semi','{"about": {"match": "semi-1"}, "clock": {"label": "", "seconds": 300, "since": null, "spent": 0}, "mode": "match"}','{"about": {"stage": "semi"}, "clock": {"label": "", "seconds": 300, "since": null, "spent": 0}, "mode": "reveal"}','4d5cc514d14780e3f170e457f103e8f117183b37d2ac81d837c1d0fccacb71bc','fb44b475d7deec68263bb3afa6b03ea3f64323b2931b13369860c18cbb0aaa6e');
CREATE TABLE competition (
	id INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	name JSON NOT NULL, 
	theme JSON, 
	organiser JSON, 
	venue JSON, 
	starts VARCHAR(40), 
	languages JSON, 
	notes JSON, 
	created_at VARCHAR(40) NOT NULL, visibility VARCHAR(16), archived_at VARCHAR(40), 
	CONSTRAINT pk_competition PRIMARY KEY (id), 
	CONSTRAINT uq_competition_key UNIQUE ("key")
);
INSERT INTO "competition" VALUES(1,'league','{"zh": "\u8054\u8d5b", "en": "The league"}',NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-28T22:47:56.863+00:00',NULL,NULL);
CREATE TABLE deduction (
	id INTEGER NOT NULL, 
	match_id INTEGER NOT NULL, 
	team_id INTEGER NOT NULL, 
	points VARCHAR(64) NOT NULL, 
	reason JSON NOT NULL, 
	"by" JSON, 
	at VARCHAR(40), 
	placeholder BOOLEAN, 
	source JSON, 
	CONSTRAINT pk_deduction PRIMARY KEY (id), 
	CONSTRAINT fk_deduction_match_id FOREIGN KEY(match_id) REFERENCES "match" (id), 
	CONSTRAINT fk_deduction_team_id FOREIGN KEY(team_id) REFERENCES team (id)
);
INSERT INTO "deduction" VALUES(1,1,2,'1.5','"Late"',NULL,NULL,NULL,NULL);
CREATE TABLE dimension (
	id INTEGER NOT NULL, 
	rubric_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	name JSON NOT NULL, 
	max VARCHAR(64) NOT NULL, 
	min VARCHAR(64), 
	step VARCHAR(64) NOT NULL, 
	factor VARCHAR(64) NOT NULL, 
	guide JSON, 
	placeholder BOOLEAN, 
	source JSON, 
	CONSTRAINT pk_dimension PRIMARY KEY (id), 
	CONSTRAINT fk_dimension_rubric_id FOREIGN KEY(rubric_id) REFERENCES rubric (id), 
	CONSTRAINT uq_dimension_rubric_id_key UNIQUE (rubric_id, "key")
);
INSERT INTO "dimension" VALUES(1,1,0,'law','{"zh": "\u6cd5\u5f8b", "en": "Law"}','10',NULL,'0.5','1',NULL,NULL,NULL);
INSERT INTO "dimension" VALUES(2,1,1,'poise','{"zh": "\u98ce\u5ea6", "en": "Poise"}','10',NULL,'0.5','2',NULL,NULL,NULL);
CREATE TABLE entry (
	id INTEGER NOT NULL, 
	match_id INTEGER NOT NULL, 
	team_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	side VARCHAR(16) NOT NULL, 
	placeholder BOOLEAN, 
	source JSON, 
	CONSTRAINT pk_entry PRIMARY KEY (id), 
	CONSTRAINT fk_entry_match_id FOREIGN KEY(match_id) REFERENCES "match" (id), 
	CONSTRAINT fk_entry_team_id FOREIGN KEY(team_id) REFERENCES team (id), 
	CONSTRAINT uq_entry_match_id_team_id UNIQUE (match_id, team_id)
);
INSERT INTO "entry" VALUES(1,1,1,0,'labour',NULL,NULL);
INSERT INTO "entry" VALUES(2,1,2,1,'employer',NULL,NULL);
INSERT INTO "entry" VALUES(3,2,3,0,'labour',NULL,NULL);
INSERT INTO "entry" VALUES(4,2,4,1,'employer',NULL,NULL);
INSERT INTO "entry" VALUES(5,3,1,0,'labour',NULL,NULL);
INSERT INTO "entry" VALUES(6,3,3,1,'employer',NULL,NULL);
CREATE TABLE focal_point (
	id INTEGER NOT NULL, 
	topic_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	title JSON NOT NULL, 
	placeholder BOOLEAN, 
	source JSON, 
	CONSTRAINT pk_focal_point PRIMARY KEY (id), 
	CONSTRAINT fk_focal_point_topic_id FOREIGN KEY(topic_id) REFERENCES topic (id), 
	CONSTRAINT uq_focal_point_topic_id_key UNIQUE (topic_id, "key")
);
INSERT INTO "focal_point" VALUES(1,1,0,'rise','{"zh": "\u6da8\u5e45", "en": "The rise"}',NULL,NULL);
CREATE TABLE judge (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	name JSON NOT NULL, 
	category VARCHAR(200), 
	organisation JSON, 
	head BOOLEAN, 
	conflicts JSON, 
	token VARCHAR(64) NOT NULL, 
	heard_at VARCHAR(40), 
	placeholder BOOLEAN, 
	source JSON, 
	CONSTRAINT pk_judge PRIMARY KEY (id), 
	CONSTRAINT fk_judge_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT uq_judge_competition_id_key UNIQUE (competition_id, "key"), 
	CONSTRAINT uq_judge_token UNIQUE (token)
);
INSERT INTO "judge" VALUES(1,1,0,'li-na','{"zh": "\u674e\u5a1c", "en": "\u674e\u5a1c"}',NULL,NULL,1,NULL,'zy-x_ktjpMUPhq64NBm6G2dk6iVNIzX6',NULL,NULL,NULL);
INSERT INTO "judge" VALUES(2,1,1,'zhang-wei','{"zh": "\u5f20\u4f1f", "en": "\u5f20\u4f1f"}',NULL,NULL,NULL,NULL,'257dCdHPMdb0w-cY7Jaipn3caVXYXles',NULL,NULL,NULL);
INSERT INTO "judge" VALUES(3,1,2,'jo','{"zh": "Jo Amsel", "en": "Jo Amsel"}',NULL,NULL,NULL,NULL,'H8TTpQmp-vvVhIBZeJYk09x-4IQH3ZiF','2026-11-28T22:47:57.059+00:00',NULL,NULL);
CREATE TABLE late_sheet (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	match_id INTEGER NOT NULL, 
	team_id INTEGER NOT NULL, 
	judge_id INTEGER NOT NULL, 
	road VARCHAR(16) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	marks JSON NOT NULL, 
	comment JSON, 
	base_version INTEGER NOT NULL, 
	idempotency_key VARCHAR(200) NOT NULL, 
	body_sha256 VARCHAR(64) NOT NULL, 
	written_at VARCHAR(40), 
	arrived_at VARCHAR(40) NOT NULL, 
	decision VARCHAR(16) NOT NULL, 
	reason TEXT, 
	decided_by VARCHAR(300), 
	decided_at VARCHAR(40), 
	version INTEGER, 
	CONSTRAINT pk_late_sheet PRIMARY KEY (id), 
	CONSTRAINT fk_late_sheet_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT fk_late_sheet_judge_id FOREIGN KEY(judge_id) REFERENCES judge (id), 
	CONSTRAINT fk_late_sheet_match_id FOREIGN KEY(match_id) REFERENCES "match" (id), 
	CONSTRAINT fk_late_sheet_team_id FOREIGN KEY(team_id) REFERENCES team (id), 
	CONSTRAINT uq_late_sheet_judge_id_idempotency_key UNIQUE (judge_id, idempotency_key)
);
INSERT INTO "late_sheet" VALUES(1,1,3,3,3,'tablet','submitted','{"law": "8.5", "poise": "7"}',NULL,0,'key-3','1fa1fe9f2a96a91b7fd84049e013bdd39dd4bd8509bb9731740e4f71d46850e1',NULL,'2026-11-28T22:47:57.101+00:00','',NULL,NULL,NULL,NULL);
CREATE TABLE "match" (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	round_id INTEGER NOT NULL, 
	topic_id INTEGER, 
	position INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	placeholder BOOLEAN, 
	source JSON, void JSON, recused JSON, 
	CONSTRAINT pk_match PRIMARY KEY (id), 
	CONSTRAINT fk_match_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT fk_match_round_id FOREIGN KEY(round_id) REFERENCES round (id), 
	CONSTRAINT fk_match_topic_id FOREIGN KEY(topic_id) REFERENCES topic (id), 
	CONSTRAINT uq_match_competition_id_key UNIQUE (competition_id, "key")
);
INSERT INTO "match" VALUES(1,1,1,1,0,'semi-1',NULL,NULL,NULL,NULL);
INSERT INTO "match" VALUES(2,1,1,1,1,'semi-2',NULL,NULL,NULL,NULL);
INSERT INTO "match" VALUES(3,1,2,1,0,'last',NULL,NULL,NULL,NULL);
CREATE TABLE member (
	id INTEGER NOT NULL, 
	team_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	name JSON NOT NULL, 
	role JSON, 
	placeholder BOOLEAN, 
	source JSON, 
	CONSTRAINT pk_member PRIMARY KEY (id), 
	CONSTRAINT fk_member_team_id FOREIGN KEY(team_id) REFERENCES team (id), 
	CONSTRAINT uq_member_team_id_key UNIQUE (team_id, "key")
);
INSERT INTO "member" VALUES(1,1,0,'first','{"zh": "\u9648\u6668", "en": "\u9648\u6668"}',NULL,NULL,NULL);
INSERT INTO "member" VALUES(2,2,0,'first','{"zh": "\u9648\u6668", "en": "\u9648\u6668"}',NULL,NULL,NULL);
INSERT INTO "member" VALUES(3,3,0,'first','{"zh": "\u9648\u6668", "en": "\u9648\u6668"}',NULL,NULL,NULL);
INSERT INTO "member" VALUES(4,4,0,'first','{"zh": "\u9648\u6668", "en": "\u9648\u6668"}',NULL,NULL,NULL);
CREATE TABLE organiser (
	id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	password_hash VARCHAR(200) NOT NULL, 
	created_at VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_organiser PRIMARY KEY (id), 
	CONSTRAINT uq_organiser_name UNIQUE (name)
);
INSERT INTO "organiser" VALUES(1,'王芳','$argon2id$v=19$m=65536,t=3,p=4$n9MX5nTfj3mQJwD1xJGWwA$QtNqL81tyFatUYx9ht8lSsrOdI1fyBHZrr369Api5vM','2026-11-28T22:47:57.044+00:00');
CREATE TABLE panel_seat (
	id INTEGER NOT NULL, 
	match_id INTEGER NOT NULL, 
	judge_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_panel_seat PRIMARY KEY (id), 
	CONSTRAINT fk_panel_seat_judge_id FOREIGN KEY(judge_id) REFERENCES judge (id), 
	CONSTRAINT fk_panel_seat_match_id FOREIGN KEY(match_id) REFERENCES "match" (id), 
	CONSTRAINT uq_panel_seat_match_id_judge_id UNIQUE (match_id, judge_id)
);
INSERT INTO "panel_seat" VALUES(1,1,1,0);
INSERT INTO "panel_seat" VALUES(2,1,2,1);
INSERT INTO "panel_seat" VALUES(3,1,3,2);
INSERT INTO "panel_seat" VALUES(4,2,1,0);
INSERT INTO "panel_seat" VALUES(5,2,2,1);
INSERT INTO "panel_seat" VALUES(6,2,3,2);
INSERT INTO "panel_seat" VALUES(7,3,1,0);
INSERT INTO "panel_seat" VALUES(8,3,2,1);
INSERT INTO "panel_seat" VALUES(9,3,3,2);
CREATE TABLE reveal (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	stage_key VARCHAR(64) NOT NULL, 
	step INTEGER NOT NULL, 
	held TEXT NOT NULL, 
	"before" TEXT NOT NULL, 
	CONSTRAINT pk_reveal PRIMARY KEY (id), 
	CONSTRAINT fk_reveal_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT uq_reveal_competition_id UNIQUE (competition_id)
);
INSERT INTO "reveal" VALUES(1,1,'semi',0,'{"complete":true,"stage":"semi","standings":[{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"8.50","poise":"18.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"labour","total":"26.50"}],"rank":1,"team":"post","tied":false,"total":"26.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"9.00","poise":"16.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"labour","total":"25.00"}],"rank":2,"team":"metro","tied":false,"total":"25.00"},{"advances":null,"decided_by":null,"deductions":"1.5","dimensions":{"law":"7.00","poise":"15.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"employer","total":"20.50"}],"rank":3,"team":"bus","tied":false,"total":"20.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"6.00","poise":"14.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"employer","total":"20.00"}],"rank":4,"team":"rail","tied":false,"total":"20.00"}],"unranked":[],"warnings":[]}','{"complete":true,"stage":"semi","standings":[{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"8.50","poise":"18.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"labour","total":"26.50"}],"rank":1,"team":"post","tied":false,"total":"26.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"9.00","poise":"16.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"labour","total":"25.00"}],"rank":2,"team":"metro","tied":false,"total":"25.00"},{"advances":null,"decided_by":null,"deductions":"1.5","dimensions":{"law":"7.00","poise":"15.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"employer","total":"20.50"}],"rank":3,"team":"bus","tied":false,"total":"20.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"6.00","poise":"14.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"employer","total":"20.00"}],"rank":4,"team":"rail","tied":false,"total":"20.00"}],"unranked":[],"warnings":[]}');
CREATE TABLE round (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	stage_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	name JSON NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	placeholder BOOLEAN, 
	source JSON, announced BOOLEAN, 
	CONSTRAINT pk_round PRIMARY KEY (id), 
	CONSTRAINT fk_round_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT fk_round_stage_id FOREIGN KEY(stage_id) REFERENCES stage (id), 
	CONSTRAINT uq_round_stage_id_key UNIQUE (stage_id, "key")
);
INSERT INTO "round" VALUES(1,1,1,0,'semi-round','{"zh": "\u534a\u51b3\u8d5b\u8f6e", "en": "Semi-final round"}','closed',NULL,NULL,NULL);
INSERT INTO "round" VALUES(2,1,2,0,'final-round','{"zh": "\u51b3\u8d5b\u8f6e", "en": "Final round"}','closed',NULL,NULL,NULL);
CREATE TABLE rubric (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	scoring JSON NOT NULL, 
	placeholder BOOLEAN, 
	source JSON, 
	CONSTRAINT pk_rubric PRIMARY KEY (id), 
	CONSTRAINT fk_rubric_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT uq_rubric_competition_id UNIQUE (competition_id)
);
INSERT INTO "rubric" VALUES(1,1,'{"combine": "mean", "drop_high": 0, "drop_low": 0, "drop_by": "dimension", "min_kept": 1, "decimals": 2, "rounding": "half_up", "round_at": [], "missing_sheet": "wait", "tie_break": ["law", "ruling"]}',NULL,NULL);
CREATE TABLE ruling (
	id INTEGER NOT NULL, 
	stage_id INTEGER NOT NULL, 
	teams JSON NOT NULL, 
	minutes JSON NOT NULL, 
	"by" JSON, 
	at VARCHAR(40), 
	placeholder BOOLEAN, 
	source JSON, 
	CONSTRAINT pk_ruling PRIMARY KEY (id), 
	CONSTRAINT fk_ruling_stage_id FOREIGN KEY(stage_id) REFERENCES stage (id)
);
INSERT INTO "ruling" VALUES(1,1,'["metro", "post"]','{"zh": "The panel met.", "en": "The panel met."}',NULL,NULL,NULL,NULL);
CREATE TABLE set_up_link (
	id INTEGER NOT NULL, 
	token VARCHAR(64) NOT NULL, 
	used_at VARCHAR(40), 
	CONSTRAINT pk_set_up_link PRIMARY KEY (id), 
	CONSTRAINT uq_set_up_link_token UNIQUE (token)
);
INSERT INTO "set_up_link" VALUES(1,'h6t0XZW1945BhqE796OomeXoNjmUC3e8','2026-11-28T22:47:57.043+00:00');
CREATE TABLE sheet (
	id INTEGER NOT NULL, 
	match_id INTEGER NOT NULL, 
	team_id INTEGER NOT NULL, 
	judge_id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	hold VARCHAR(16) NOT NULL, 
	CONSTRAINT pk_sheet PRIMARY KEY (id), 
	CONSTRAINT fk_sheet_judge_id FOREIGN KEY(judge_id) REFERENCES judge (id), 
	CONSTRAINT fk_sheet_match_id FOREIGN KEY(match_id) REFERENCES "match" (id), 
	CONSTRAINT fk_sheet_team_id FOREIGN KEY(team_id) REFERENCES team (id), 
	CONSTRAINT uq_sheet_match_id_team_id_judge_id UNIQUE (match_id, team_id, judge_id)
);
INSERT INTO "sheet" VALUES(1,1,1,1,1,'submitted','');
INSERT INTO "sheet" VALUES(2,1,1,2,1,'submitted','');
INSERT INTO "sheet" VALUES(3,1,1,3,1,'submitted','');
INSERT INTO "sheet" VALUES(4,1,2,1,1,'submitted','');
INSERT INTO "sheet" VALUES(5,1,2,2,1,'submitted','');
INSERT INTO "sheet" VALUES(6,1,2,3,1,'submitted','');
INSERT INTO "sheet" VALUES(7,2,3,1,1,'submitted','');
INSERT INTO "sheet" VALUES(8,2,3,2,1,'submitted','');
INSERT INTO "sheet" VALUES(9,2,3,3,1,'submitted','');
INSERT INTO "sheet" VALUES(10,2,4,1,1,'submitted','');
INSERT INTO "sheet" VALUES(11,2,4,2,1,'submitted','');
INSERT INTO "sheet" VALUES(12,2,4,3,1,'submitted','');
INSERT INTO "sheet" VALUES(13,3,1,3,2,'submitted','');
CREATE TABLE sheet_version (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	sheet_id INTEGER NOT NULL, 
	judge_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	marks JSON NOT NULL, 
	comment JSON, 
	submitted_at VARCHAR(40), 
	stored_at VARCHAR(40) NOT NULL, 
	idempotency_key VARCHAR(200), 
	body_sha256 VARCHAR(64), 
	receipt INTEGER, 
	notes JSON, 
	CONSTRAINT pk_sheet_version PRIMARY KEY (id), 
	CONSTRAINT fk_sheet_version_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT fk_sheet_version_judge_id FOREIGN KEY(judge_id) REFERENCES judge (id), 
	CONSTRAINT fk_sheet_version_sheet_id FOREIGN KEY(sheet_id) REFERENCES sheet (id), 
	CONSTRAINT uq_sheet_version_competition_id_receipt UNIQUE (competition_id, receipt), 
	CONSTRAINT uq_sheet_version_judge_id_idempotency_key UNIQUE (judge_id, idempotency_key), 
	CONSTRAINT uq_sheet_version_sheet_id_number UNIQUE (sheet_id, number)
);
INSERT INTO "sheet_version" VALUES(1,1,1,1,1,'submitted','{"law": "9", "poise": "8"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-28T22:47:56.887+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(2,1,2,2,1,'submitted','{"law": "9", "poise": "8"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-28T22:47:56.888+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(3,1,3,3,1,'submitted','{"law": "9", "poise": "8"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-28T22:47:56.889+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(4,1,4,1,1,'submitted','{"law": "7", "poise": "7.5"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-28T22:47:56.889+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(5,1,5,2,1,'submitted','{"law": "7", "poise": "7.5"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-28T22:47:56.890+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(6,1,6,3,1,'submitted','{"law": "7", "poise": "7.5"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-28T22:47:56.890+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(7,1,7,1,1,'submitted','{"law": "8.5", "poise": "9"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-28T22:47:56.890+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(8,1,8,2,1,'submitted','{"law": "8.5", "poise": "9"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-28T22:47:56.891+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(9,1,9,3,1,'submitted','{"law": "8.5", "poise": "9"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-28T22:47:56.891+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(10,1,10,1,1,'submitted','{"law": "6", "poise": "7"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-28T22:47:56.892+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(11,1,11,2,1,'submitted','{"law": "6", "poise": "7"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-28T22:47:56.892+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(12,1,12,3,1,'submitted','{"law": "6", "poise": "7"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-28T22:47:56.893+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(13,1,13,3,1,'submitted','{"law": "8.5", "poise": "7"}',NULL,'2026-11-28T22:47:57.056+00:00','2026-11-28T22:47:57.056+00:00','key-1','1fa1fe9f2a96a91b7fd84049e013bdd39dd4bd8509bb9731740e4f71d46850e1',1,NULL);
INSERT INTO "sheet_version" VALUES(14,1,13,3,2,'submitted','{"law": "8.5", "poise": "7"}',NULL,'2026-11-28T22:47:57.059+00:00','2026-11-28T22:47:57.059+00:00','key-2','fdcea76cc3e39d7c6fea2dc4eab1c144afbb1b18cc097d2c154b22bc0300fc1f',2,NULL);
CREATE TABLE show (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	competition_key VARCHAR(64) NOT NULL, 
	number INTEGER NOT NULL, 
	mode VARCHAR(16) NOT NULL, 
	about JSON NOT NULL, 
	clock JSON NOT NULL, 
	CONSTRAINT pk_show PRIMARY KEY (id), 
	CONSTRAINT fk_show_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT uq_show_competition_id UNIQUE (competition_id), 
	CONSTRAINT uq_show_competition_key UNIQUE (competition_key)
);
INSERT INTO "show" VALUES(1,1,'league',2,'reveal','{"stage": "semi"}','{"seconds": 300, "spent": 0, "since": null, "label": ""}');
CREATE TABLE sign_in (
	id INTEGER NOT NULL, 
	token VARCHAR(64) NOT NULL, 
	organiser_id INTEGER, 
	judge_id INTEGER, 
	started_at VARCHAR(40) NOT NULL, 
	ended_at VARCHAR(40), 
	CONSTRAINT pk_sign_in PRIMARY KEY (id), 
	CONSTRAINT fk_sign_in_judge_id FOREIGN KEY(judge_id) REFERENCES judge (id), 
	CONSTRAINT fk_sign_in_organiser_id FOREIGN KEY(organiser_id) REFERENCES organiser (id), 
	CONSTRAINT uq_sign_in_token UNIQUE (token)
);
INSERT INTO "sign_in" VALUES(1,'-pb-pcd_gD76keEFhPnaanZzO3-kPZxp',NULL,3,'2026-11-28T22:47:57.048+00:00',NULL);
CREATE TABLE snapshot (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	competition_key VARCHAR(64) NOT NULL, 
	number INTEGER NOT NULL, 
	content TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	previous VARCHAR(64), 
	display TEXT NOT NULL, 
	made_at VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_snapshot PRIMARY KEY (id), 
	CONSTRAINT fk_snapshot_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT uq_snapshot_competition_id_number UNIQUE (competition_id, number)
);
INSERT INTO "snapshot" VALUES(1,1,'league',1,'{"stages":[{"stage":"semi"},{"stage":"final"}],"state":{"final":"hidden","semi":"hidden"}}','9834c34274009d3da722e0765f3f2d275c52990aa81f795d85e195e2a23397d8',NULL,'{"competition":{"key":"league","name":{"en":"The league","zh":"联赛"}},"decimals":2,"dimensions":[{"factor":"1","key":"law","max":"10","min":"0","name":{"en":"Law","zh":"法律"}},{"factor":"2","key":"poise","max":"10","min":"0","name":{"en":"Poise","zh":"风度"}}],"missing_sheet":"wait","stages":[{"key":"semi","name":{"en":"Semi-final","zh":"半决赛"},"rounds":[{"key":"semi-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"bus"}],"key":"semi-1","topic":"wages"},{"entries":[{"side":"labour","team":"post"},{"side":"employer","team":"rail"}],"key":"semi-2","topic":"wages"}],"name":{"en":"Semi-final round","zh":"半决赛轮"}}]},{"key":"final","name":{"en":"Final","zh":"决赛"},"rounds":[{"key":"final-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"post"}],"key":"last","topic":"wages"}],"name":{"en":"Final round","zh":"决赛轮"}}]}],"teams":[{"key":"metro","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"地铁队","zh":"地铁队"}},{"key":"bus","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"公交队","zh":"公交队"}},{"key":"post","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"邮政队","zh":"邮政队"}},{"key":"rail","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"铁路队","zh":"铁路队"}}],"topics":[{"focal_points":[{"key":"rise","title":{"en":"The rise","zh":"涨幅"}}],"key":"wages","title":{"en":"Wages","zh":"工资"}}],"visibility":"public"}','2026-11-28T22:47:56.905+00:00');
INSERT INTO "snapshot" VALUES(2,1,'league',2,'{"stages":[{"complete":true,"stage":"semi","standings":[{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"8.50","poise":"18.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"labour","total":"26.50"}],"rank":1,"team":"post","tied":false,"total":"26.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"9.00","poise":"16.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"labour","total":"25.00"}],"rank":2,"team":"metro","tied":false,"total":"25.00"},{"advances":null,"decided_by":null,"deductions":"1.5","dimensions":{"law":"7.00","poise":"15.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"employer","total":"20.50"}],"rank":3,"team":"bus","tied":false,"total":"20.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"6.00","poise":"14.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"employer","total":"20.00"}],"rank":4,"team":"rail","tied":false,"total":"20.00"}],"unranked":[],"warnings":[]},{"stage":"final"}],"state":{"final":"hidden","semi":"published"}}','cc3cc6e2efa3d5670a27f436f0dd4a568c1d8f0b58fc544546dbfd0dd2dfad90','9834c34274009d3da722e0765f3f2d275c52990aa81f795d85e195e2a23397d8','{"competition":{"key":"league","name":{"en":"The league","zh":"联赛"}},"decimals":2,"dimensions":[{"factor":"1","key":"law","max":"10","min":"0","name":{"en":"Law","zh":"法律"}},{"factor":"2","key":"poise","max":"10","min":"0","name":{"en":"Poise","zh":"风度"}}],"missing_sheet":"wait","stages":[{"key":"semi","name":{"en":"Semi-final","zh":"半决赛"},"rounds":[{"key":"semi-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"bus"}],"key":"semi-1","topic":"wages"},{"entries":[{"side":"labour","team":"post"},{"side":"employer","team":"rail"}],"key":"semi-2","topic":"wages"}],"name":{"en":"Semi-final round","zh":"半决赛轮"}}]},{"key":"final","name":{"en":"Final","zh":"决赛"},"rounds":[{"key":"final-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"post"}],"key":"last","topic":"wages"}],"name":{"en":"Final round","zh":"决赛轮"}}]}],"teams":[{"key":"metro","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"地铁队","zh":"地铁队"}},{"key":"bus","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"公交队","zh":"公交队"}},{"key":"post","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"邮政队","zh":"邮政队"}},{"key":"rail","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"铁路队","zh":"铁路队"}}],"topics":[{"focal_points":[{"key":"rise","title":{"en":"The rise","zh":"涨幅"}}],"key":"wages","title":{"en":"Wages","zh":"工资"}}],"visibility":"public"}','2026-11-28T22:47:57.073+00:00');
INSERT INTO "snapshot" VALUES(3,1,'league',3,'{"corrections":[{"at":"2026-11-28T22:47:57.127+00:00","number":1,"reason":"The winner is announced later","stage":"semi"}],"stages":[{"complete":true,"stage":"semi","standings":[{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"8.50","poise":"18.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"labour","total":"26.50"}],"rank":1,"team":"post","tied":false,"total":"26.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"9.00","poise":"16.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"labour","total":"25.00"}],"rank":2,"team":"metro","tied":false,"total":"25.00"},{"advances":null,"decided_by":null,"deductions":"1.5","dimensions":{"law":"7.00","poise":"15.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"employer","total":"20.50"}],"rank":3,"team":"bus","tied":false,"total":"20.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"6.00","poise":"14.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"employer","total":"20.00"}],"rank":4,"team":"rail","tied":false,"total":"20.00"}],"unranked":[],"warnings":[]},{"stage":"final"}],"state":{"final":"hidden","semi":"frozen"}}','1474b0a65a7b04f2726128a582788ea33ed3518bfb19e736682ff8283774aa48','cc3cc6e2efa3d5670a27f436f0dd4a568c1d8f0b58fc544546dbfd0dd2dfad90','{"competition":{"key":"league","name":{"en":"The league","zh":"联赛"}},"decimals":2,"dimensions":[{"factor":"1","key":"law","max":"10","min":"0","name":{"en":"Law","zh":"法律"}},{"factor":"2","key":"poise","max":"10","min":"0","name":{"en":"Poise","zh":"风度"}}],"frozen_at":{"semi":"2026-11-28T22:47Z"},"missing_sheet":"wait","stages":[{"key":"semi","name":{"en":"Semi-final","zh":"半决赛"},"rounds":[{"key":"semi-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"bus"}],"key":"semi-1","topic":"wages"},{"entries":[{"side":"labour","team":"post"},{"side":"employer","team":"rail"}],"key":"semi-2","topic":"wages"}],"name":{"en":"Semi-final round","zh":"半决赛轮"}}]},{"key":"final","name":{"en":"Final","zh":"决赛"},"rounds":[{"key":"final-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"post"}],"key":"last","topic":"wages"}],"name":{"en":"Final round","zh":"决赛轮"}}]}],"teams":[{"key":"metro","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"地铁队","zh":"地铁队"}},{"key":"bus","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"公交队","zh":"公交队"}},{"key":"post","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"邮政队","zh":"邮政队"}},{"key":"rail","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"铁路队","zh":"铁路队"}}],"topics":[{"focal_points":[{"key":"rise","title":{"en":"The rise","zh":"涨幅"}}],"key":"wages","title":{"en":"Wages","zh":"工资"}}],"visibility":"public"}','2026-11-28T22:47:57.128+00:00');
INSERT INTO "snapshot" VALUES(4,1,'league',4,'{"corrections":[{"at":"2026-11-28T22:47:57.127+00:00","number":1,"reason":"The winner is announced later","stage":"semi"}],"stages":[{"complete":false,"stage":"semi","standings":[],"unranked":[],"warnings":[]},{"stage":"final"}],"state":{"final":"hidden","semi":"frozen"}}','85ae1cf56df72a29afb4deeddd60f127fe071b3bac29684741119c6ebb0d1916','1474b0a65a7b04f2726128a582788ea33ed3518bfb19e736682ff8283774aa48','{"competition":{"key":"league","name":{"en":"The league","zh":"联赛"}},"decimals":2,"dimensions":[{"factor":"1","key":"law","max":"10","min":"0","name":{"en":"Law","zh":"法律"}},{"factor":"2","key":"poise","max":"10","min":"0","name":{"en":"Poise","zh":"风度"}}],"frozen_at":{"semi":"2026-11-28T22:47Z"},"missing_sheet":"wait","reveal":{"stage":"semi","to_come":4},"stages":[{"key":"semi","name":{"en":"Semi-final","zh":"半决赛"},"rounds":[{"key":"semi-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"bus"}],"key":"semi-1","topic":"wages"},{"entries":[{"side":"labour","team":"post"},{"side":"employer","team":"rail"}],"key":"semi-2","topic":"wages"}],"name":{"en":"Semi-final round","zh":"半决赛轮"}}]},{"key":"final","name":{"en":"Final","zh":"决赛"},"rounds":[{"key":"final-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"post"}],"key":"last","topic":"wages"}],"name":{"en":"Final round","zh":"决赛轮"}}]}],"teams":[{"key":"metro","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"地铁队","zh":"地铁队"}},{"key":"bus","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"公交队","zh":"公交队"}},{"key":"post","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"邮政队","zh":"邮政队"}},{"key":"rail","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"铁路队","zh":"铁路队"}}],"topics":[{"focal_points":[{"key":"rise","title":{"en":"The rise","zh":"涨幅"}}],"key":"wages","title":{"en":"Wages","zh":"工资"}}],"visibility":"public"}','2026-11-28T22:47:57.149+00:00');
CREATE TABLE stage (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	name JSON NOT NULL, 
	release VARCHAR(16) NOT NULL, 
	across_matches VARCHAR(16) NOT NULL, 
	carry JSON, 
	weight VARCHAR(64), 
	advance JSON, 
	placeholder BOOLEAN, 
	source JSON, 
	CONSTRAINT pk_stage PRIMARY KEY (id), 
	CONSTRAINT fk_stage_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT uq_stage_competition_id_key UNIQUE (competition_id, "key")
);
INSERT INTO "stage" VALUES(1,1,0,'semi','{"zh": "\u534a\u51b3\u8d5b", "en": "Semi-final"}','frozen','mean',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "stage" VALUES(2,1,1,'final','{"zh": "\u51b3\u8d5b", "en": "Final"}','hidden','mean','[{"stage": "semi", "weight": "0.5"}]',NULL,NULL,NULL,NULL);
CREATE TABLE team (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	name JSON NOT NULL, 
	organisation JSON, 
	zone VARCHAR(200), 
	withdrawn BOOLEAN, 
	placeholder BOOLEAN, 
	source JSON, short_name JSON, withdrawn_from VARCHAR(64), disqualified BOOLEAN, reason JSON, 
	CONSTRAINT pk_team PRIMARY KEY (id), 
	CONSTRAINT fk_team_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT uq_team_competition_id_key UNIQUE (competition_id, "key")
);
INSERT INTO "team" VALUES(1,1,0,'metro','{"zh": "\u5730\u94c1\u961f", "en": "\u5730\u94c1\u961f"}',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "team" VALUES(2,1,1,'bus','{"zh": "\u516c\u4ea4\u961f", "en": "\u516c\u4ea4\u961f"}',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "team" VALUES(3,1,2,'post','{"zh": "\u90ae\u653f\u961f", "en": "\u90ae\u653f\u961f"}',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "team" VALUES(4,1,3,'rail','{"zh": "\u94c1\u8def\u961f", "en": "\u94c1\u8def\u961f"}',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE topic (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	title JSON NOT NULL, 
	brief JSON, 
	placeholder BOOLEAN, 
	source JSON, 
	CONSTRAINT pk_topic PRIMARY KEY (id), 
	CONSTRAINT fk_topic_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT uq_topic_competition_id_key UNIQUE (competition_id, "key")
);
INSERT INTO "topic" VALUES(1,1,0,'wages','{"zh": "\u5de5\u8d44", "en": "Wages"}',NULL,NULL,NULL);
CREATE INDEX ix_snapshot_competition_key ON snapshot (competition_key);
CREATE INDEX ix_round_stage_id ON round (stage_id);
CREATE INDEX ix_ruling_stage_id ON ruling (stage_id);
CREATE INDEX ix_sign_in_judge_id ON sign_in (judge_id);
CREATE INDEX ix_match_round_id ON "match" (round_id);
CREATE INDEX ix_deduction_match_id ON deduction (match_id);
CREATE INDEX ix_entry_team_id ON entry (team_id);
CREATE INDEX ix_panel_seat_judge_id ON panel_seat (judge_id);
CREATE INDEX ix_sheet_judge_id ON sheet (judge_id);
CREATE INDEX ix_late_sheet_competition_id ON late_sheet (competition_id);
COMMIT;
