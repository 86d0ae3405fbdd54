BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0009');
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
	sha256 VARCHAR(64) NOT NULL, bound TEXT, 
	CONSTRAINT pk_audit_row PRIMARY KEY (id), 
	CONSTRAINT uq_audit_row_chain_number UNIQUE (chain, number)
);
INSERT INTO "audit_row" VALUES(1,'league',1,'2026-11-29T01:58:04.332+00:00','command line','competition.load','league','null','{"deductions": 1, "judges": 3, "rulings": 1, "sheets": 12, "stages": 2, "teams": 4, "topics": 1}','','ca9d5f721016b35a969a9c702ecb2c09551d80a79c82cbab1f05ab99e7e488f1','{"is":{"competition":"a73d5f0dd02a741beb0fb5776a952dc3219a8cdcc0b6e3730d5c949785f01e36","deduction/semi-1/bus#1":"18f39e8fd346165926a41e0893745e7a267c071b9153ca37ce96241c8797a89e","judge/jo":"f25cb3eb2a8ec94f9affd4018759bc5e651b5ef072c37d5a897fca15c0880096","judge/li-na":"2c36c974cdbeabb3f93d7bf8abab3373a1099e7d9c6e9e388da171a811ffcd38","judge/zhang-wei":"a12aef9a1586c2253f3abc4dc8f3b7e92989f269f8366cb74cafe19725268de3","match/last":"b940d064858973e2a2ec508fa80ec25ba038eee42e254ed16351ca73a7b4fe74","match/semi-1":"679fda6eb0b2f4d94e713069ad7d7f2f818e625eefefdb5a6ba93f97d6f0e091","match/semi-2":"a3811fa488127274ce3acb9b7e90396f373f7ad274410b213fdf6b4640cfa092","round/final/final-round":"969f1852efb229d7372725232915d39234cc515d694a149d58227e23b2e52f2d","round/semi/semi-round":"d73dc2b331013d83b72ed9ef0e55ba2694b6c283efeed20f26a7d42b1e73e5ad","rubric":"535fb36ff319cb769ac9a72e4b7e058e26334b0cdd5967658506c2f9072c3b32","ruling/semi#1":"b38cb40d60056ed00942742127a00612a7bd15ecda6c2c5d09983a5767d27fd9","sheet/semi-1/bus/jo#1":["4adcac7679d57e16509857bf444d7b3d5f5743af074c10f9fa5cc41c66c3b6ff"],"sheet/semi-1/bus/li-na#1":["200e7afed63cb9d91fb38fa331ebdb4ea256243410f24e7b295e33ff3051704b"],"sheet/semi-1/bus/zhang-wei#1":["1b9983c5ae166bb8f8e0f5134c872e3d53065e42d1c9305b2eccdf86e75eb06b"],"sheet/semi-1/metro/jo#1":["6d0a78d9982de2fdd1646a9116533040f5647e21798b3c04989ea164cfd4971c"],"sheet/semi-1/metro/li-na#1":["8a1892c67aef42d56cf8daf7837cb9e67db58cca779375834b44931ba804448f"],"sheet/semi-1/metro/zhang-wei#1":["51d665fec5c638aec5aa56026c47618090d1ee346faf80f20a9b3b1e94980f69"],"sheet/semi-2/post/jo#1":["d64156602b1d03db18b4faacaedfacdcb24570e22fb85ea4e3604b377d3534a9"],"sheet/semi-2/post/li-na#1":["8f7e3d444ad54238b45ba6862bebb8757271186f5e4989eb71ab36b6a8203764"],"sheet/semi-2/post/zhang-wei#1":["484c72e5679c027e5ab7f5b5bbd8cb127219506d1eeb57cb7e6c7bbf65292247"],"sheet/semi-2/rail/jo#1":["82cb367b30f4fd496e76a872ca45a1b756662137c415bca3a4ad616698adad44"],"sheet/semi-2/rail/li-na#1":["cabd3fa483239a9e586a27c170a232f893492420c957fd5b0adfc627a4f9e7a6"],"sheet/semi-2/rail/zhang-wei#1":["03e64aad4c2058e754929efe2826194ec05519d5cd85923e6ec98f3c090f4204"],"snapshot/1":["9834c34274009d3da722e0765f3f2d275c52990aa81f795d85e195e2a23397d8","f50288d104bbc4a03166eb3b73f039804cb96d4e806d7e7395824c1de3309186"],"stage/final":"99e18f6999df27692ba0955b25fdb9bb9ea123e17f097a7450777a4c4d361584","stage/semi":"04818063592e7b3d7b4e48e20e28152d3ef2376fc277cf596f10c9f835739990","team/bus":"977b5d3f996e03e0241e8829c96fa35d32e97e7cd416229457f548c02a317254","team/metro":"149a48c42b6eae7944fa750dd98bc0499abe4ab552ca358bb4ded7e1ab1c35ea","team/post":"dd18000460d84bb82cddbac305775ca3d3d5d8af41ee915195ab8a7a963d9a8e","team/rail":"0cd33dfe94f5f9c9a1b171106d3549a6c2d4e31787288a8cadcfd84bb686c29e","topic/wages":"50be65ca118941df62af5aa45a176d033f313030e54e734bf253f16cac1d2d28"},"salt":"28c2a60a4f8eb44025fd2be7ac3b6719","was":{}}');
INSERT INTO "audit_row" VALUES(2,'',1,'2026-11-29T01:58:04.432+00:00','set-up link','organiser.add','王芳','null','{"name": "王芳"}','','0ab956a83d16dbb521e59becb02a3fd0890e70f2d66851288ab384ddcfdbd9b8',NULL);
INSERT INTO "audit_row" VALUES(3,'league',2,'2026-11-29T01:58:04.440+00:00','judge jo','session.begin','judge jo','null','null','ca9d5f721016b35a969a9c702ecb2c09551d80a79c82cbab1f05ab99e7e488f1','a9e0ad95d89c24df21f6b7d6fd8df746539213b9ebd5767ede7835b7a8040671',NULL);
INSERT INTO "audit_row" VALUES(4,'league',3,'2026-11-29T01:58:04.446+00:00','judge jo','sheet.submit','last/metro/jo','null','{"marks": {"law": "8.5", "poise": "7"}, "receipt": 1, "state": "submitted", "submitted_at": "2026-11-29T01:58:04.445+00:00", "version": 1}','a9e0ad95d89c24df21f6b7d6fd8df746539213b9ebd5767ede7835b7a8040671','5e50467fff11695d076796043cea91169b34abe51b9957565df21b97e4b1569a','{"is":{"sheet/last/metro/jo#1":["cc19df1dd1a2fd091d5dceb390ade82f8d3f701cc0fb7fe297e5c1fec014bcb2",1,"86064f32ff5e990170cb66d875b42798937e3f3345db5700c2ab842f60c8c95f"]},"salt":"3a49bc7df2f1d66734518d738e830dc7","was":{}}');
INSERT INTO "audit_row" VALUES(5,'league',4,'2026-11-29T01:58:04.447+00:00','judge jo','sheet.submit','last/metro/jo','{"marks": {"law": "8.5", "poise": "7"}, "state": "submitted", "submitted_at": "2026-11-29T01:58:04.445+00:00", "version": 1}','{"marks": {"law": "8.5", "poise": "7"}, "receipt": 2, "state": "submitted", "submitted_at": "2026-11-29T01:58:04.447+00:00", "version": 2}','5e50467fff11695d076796043cea91169b34abe51b9957565df21b97e4b1569a','087844ebc78233e762663243e388d14273e40e8ae15f5812d850fa959df803fd','{"is":{"sheet/last/metro/jo#2":["008db33a51ced9f6bc961edcd83954337d59d704c5a1e6e4bae2b676de183906",2,"ed01b43c8a262c418372f6aacd7cbd70fab863e9f37b79bf97181a8a732dfe7e"]},"salt":"997ed8a7e863023f9c4f33ff86c47d4c","was":{}}');
INSERT INTO "audit_row" VALUES(6,'league',5,'2026-11-29T01:58:04.457+00:00','command line','stage.release','semi','{"release": "hidden"}','{"release": "published", "snapshot": 2}','087844ebc78233e762663243e388d14273e40e8ae15f5812d850fa959df803fd','3d8924ae759b3e08f857a70b1874573d5421519a0676f9f7666b9ef135052fe8','{"is":{"snapshot/2":["cc3cc6e2efa3d5670a27f436f0dd4a568c1d8f0b58fc544546dbfd0dd2dfad90","ac2eab9469e694f017cc1aab3f89610545143b0671082c0c993cb3db99ac2330"],"stage/semi":"0d1f0928f525f608c67d42d8b3e3b2bb56bfe1d3cbecaa09d76a0efbd68b48b1"},"salt":"9c94a90191c616ed74b6561daaefcd59","was":{"stage/semi":"04818063592e7b3d7b4e48e20e28152d3ef2376fc277cf596f10c9f835739990"}}');
INSERT INTO "audit_row" VALUES(7,'league',6,'2026-11-29T01:58:04.463+00:00','command line','round.state','final/final-round','{"state": "open"}','{"state": "closed"}','3d8924ae759b3e08f857a70b1874573d5421519a0676f9f7666b9ef135052fe8','192a415666d15cebb9300cd7f7472d94e62317c3e6f0986f49679552c6d87392','{"is":{"round/final/final-round":"cb3b5fa0597021f990de6ecd619799833be9fa3f01f4f2a50bed3b5873b1f1b7"},"salt":"8d36383b4eac5cf36a72ab6e1115e964","was":{"round/final/final-round":"969f1852efb229d7372725232915d39234cc515d694a149d58227e23b2e52f2d"}}');
INSERT INTO "audit_row" VALUES(8,'league',7,'2026-11-29T01:58:04.475+00:00','judge jo','late.offer','last/post/jo','null','{"arrived_at": "2026-11-29T01:58:04.473+00:00", "base_version": 0, "comment": null, "marks": {"law": "8.5", "poise": "7"}, "road": "tablet", "state": "submitted", "written_at": null}','192a415666d15cebb9300cd7f7472d94e62317c3e6f0986f49679552c6d87392','f93a23b4ffbb6cefcfe991b25a02bcb886f1dbf86432928b65ae81e0a47f7480',NULL);
INSERT INTO "audit_row" VALUES(9,'league',8,'2026-11-29T01:58:04.482+00:00','command line','show.mode','match/semi-1','{"about": {}, "clock": {"label": "", "seconds": 300, "since": null, "spent": 0}, "mode": "board"}','{"about": {"match": "semi-1"}, "clock": {"label": "", "seconds": 300, "since": null, "spent": 0}, "mode": "match"}','f93a23b4ffbb6cefcfe991b25a02bcb886f1dbf86432928b65ae81e0a47f7480','8a0727f1ce1661f451a858ab82d63d2a7722371727ebac1393a9238cd7085839',NULL);
INSERT INTO "audit_row" VALUES(10,'league',9,'2026-11-29T01:58:04.489+00:00','command line','stage.correct','semi','{"places": {"bus": [3, "20.50"], "metro": [2, "25.00"], "post": [1, "26.50"], "rail": [4, "20.00"]}}','{"places": {"bus": [null, null], "metro": [null, null], "post": [null, null], "rail": [null, null]}, "reason": "The winner is announced later"}','8a0727f1ce1661f451a858ab82d63d2a7722371727ebac1393a9238cd7085839','eb9fdc76671d6bdd91f2c1f71bf73f923f79e5d5cf03f0af2f7496821b9fd1e8',NULL);
INSERT INTO "audit_row" VALUES(11,'league',10,'2026-11-29T01:58:04.489+00:00','command line','stage.release','semi','{"release": "published"}','{"release": "frozen", "snapshot": 3}','eb9fdc76671d6bdd91f2c1f71bf73f923f79e5d5cf03f0af2f7496821b9fd1e8','05c460237942f7418619da677c4c370ad33603f55e2d6d183ec024d4a2a31b3f','{"is":{"snapshot/3":["051916dfe04f6c8a2aed927ecde88cefc076c7d900799d1b91a1c28e14d2a8d4","70a37b61a837ba937fb558872c6f5a65811235899e56025cf606a9e3158e77f8"],"stage/semi":"6a6e4f6f5e429f9b0837d83529e5ee3cb23d2ed2f34a97e39dac5afd8be46117"},"salt":"0a3306010fadc5c906bb80bbdae8ed48","was":{"stage/semi":"0d1f0928f525f608c67d42d8b3e3b2bb56bfe1d3cbecaa09d76a0efbd68b48b1"}}');
INSERT INTO "audit_row" VALUES(12,'league',11,'2026-11-29T01:58:04.496+00:00','command line','reveal.begin','semi','null','{"snapshot": 4, "step": 0}','05c460237942f7418619da677c4c370ad33603f55e2d6d183ec024d4a2a31b3f','d7ecc2774a802c9eb4f80e90141baae01a16eb5c03eea411f8d27d9ae2521fff',NULL);
INSERT INTO "audit_row" VALUES(13,'league',12,'2026-11-29T01:58:04.496+00:00','command line','show.mode','reveal/semi','{"about": {"match": "semi-1"}, "clock": {"label": "", "seconds": 300, "since": null, "spent": 0}, "mode": "match"}','{"about": {"stage": "semi"}, "clock": {"label": "", "seconds": 300, "since": null, "spent": 0}, "mode": "reveal"}','d7ecc2774a802c9eb4f80e90141baae01a16eb5c03eea411f8d27d9ae2521fff','680d4d0326aa9b53e9ceca4c308cf5b601cc21075e451360db63f386b869bf70','{"is":{"snapshot/4":["a0db7c24aaa80089d5b1588f177df82d319dd8636e2630c71e794cc33498eda6","661be1c3ce63cada88b15cc31c565d6a69d73aef164512e2fe1cbf4894ea42a0"]},"salt":"ec564eead0ef45c6d0a8b02c021c92d1","was":{}}');
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
	created_at VARCHAR(40) NOT NULL, visibility VARCHAR(16), archived_at VARCHAR(40), last_receipt INTEGER, 
	CONSTRAINT pk_competition PRIMARY KEY (id), 
	CONSTRAINT uq_competition_key UNIQUE ("key")
);
INSERT INTO "competition" VALUES(1,'league','{"zh": "\u8054\u8d5b", "en": "The league"}',NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-29T01:58:04.288+00:00',NULL,NULL,NULL);
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
CREATE TABLE form_use (
	"key" VARCHAR(64) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	answer TEXT NOT NULL, 
	at VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_form_use PRIMARY KEY ("key")
);
INSERT INTO "form_use" VALUES('a-key-of-a-form-1','0000000000000000000000000000000000000000000000000000000000000000','','2026-11-29T01:58:04.478+00:00');
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
INSERT INTO "judge" VALUES(1,1,0,'li-na','{"zh": "\u674e\u5a1c", "en": "\u674e\u5a1c"}',NULL,NULL,1,NULL,'V4nIGC7i8rld4ZvxYjmo8kUCMjauF_vz',NULL,NULL,NULL);
INSERT INTO "judge" VALUES(2,1,1,'zhang-wei','{"zh": "\u5f20\u4f1f", "en": "\u5f20\u4f1f"}',NULL,NULL,NULL,NULL,'suTqdMqPTk4Xz9V0gkINsFqnAB_eDOzT',NULL,NULL,NULL);
INSERT INTO "judge" VALUES(3,1,2,'jo','{"zh": "Jo Amsel", "en": "Jo Amsel"}',NULL,NULL,NULL,NULL,'Xng25yhYMdRGlbmpp99ahHJ2Bjm45uzc','2026-11-29T01:58:04.447+00:00',NULL,NULL);
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
INSERT INTO "late_sheet" VALUES(1,1,3,3,3,'tablet','submitted','{"law": "8.5", "poise": "7"}',NULL,0,'key-3','1fa1fe9f2a96a91b7fd84049e013bdd39dd4bd8509bb9731740e4f71d46850e1',NULL,'2026-11-29T01:58:04.473+00:00','',NULL,NULL,NULL,NULL);
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
INSERT INTO "organiser" VALUES(1,'王芳','$argon2id$v=19$m=65536,t=3,p=4$kC+SnOLUEQ3EtiQtPkYepg$PRqqfi+jnEuUCL3JBs7qiWiY84ggW+/FXfddo+Zwlt8','2026-11-29T01:58:04.431+00:00');
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
INSERT INTO "set_up_link" VALUES(1,'VUC3GfUC65hqYd3h6R67VVEE_Q0AHSZe','2026-11-29T01:58:04.430+00:00');
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
	notes JSON, imported JSON, 
	CONSTRAINT pk_sheet_version PRIMARY KEY (id), 
	CONSTRAINT fk_sheet_version_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT fk_sheet_version_judge_id FOREIGN KEY(judge_id) REFERENCES judge (id), 
	CONSTRAINT fk_sheet_version_sheet_id FOREIGN KEY(sheet_id) REFERENCES sheet (id), 
	CONSTRAINT uq_sheet_version_competition_id_receipt UNIQUE (competition_id, receipt), 
	CONSTRAINT uq_sheet_version_judge_id_idempotency_key UNIQUE (judge_id, idempotency_key), 
	CONSTRAINT uq_sheet_version_sheet_id_number UNIQUE (sheet_id, number)
);
INSERT INTO "sheet_version" VALUES(1,1,1,1,1,'submitted','{"law": "9", "poise": "8"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T01:58:04.311+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(2,1,2,2,1,'submitted','{"law": "9", "poise": "8"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T01:58:04.311+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(3,1,3,3,1,'submitted','{"law": "9", "poise": "8"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T01:58:04.311+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(4,1,4,1,1,'submitted','{"law": "7", "poise": "7.5"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T01:58:04.311+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(5,1,5,2,1,'submitted','{"law": "7", "poise": "7.5"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T01:58:04.311+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(6,1,6,3,1,'submitted','{"law": "7", "poise": "7.5"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T01:58:04.311+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(7,1,7,1,1,'submitted','{"law": "8.5", "poise": "9"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T01:58:04.311+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(8,1,8,2,1,'submitted','{"law": "8.5", "poise": "9"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T01:58:04.311+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(9,1,9,3,1,'submitted','{"law": "8.5", "poise": "9"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T01:58:04.311+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(10,1,10,1,1,'submitted','{"law": "6", "poise": "7"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T01:58:04.311+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(11,1,11,2,1,'submitted','{"law": "6", "poise": "7"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T01:58:04.311+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(12,1,12,3,1,'submitted','{"law": "6", "poise": "7"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T01:58:04.311+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(13,1,13,3,1,'submitted','{"law": "8.5", "poise": "7"}',NULL,'2026-11-29T01:58:04.445+00:00','2026-11-29T01:58:04.445+00:00','key-1','1fa1fe9f2a96a91b7fd84049e013bdd39dd4bd8509bb9731740e4f71d46850e1',1,NULL,NULL);
INSERT INTO "sheet_version" VALUES(14,1,13,3,2,'submitted','{"law": "8.5", "poise": "7"}',NULL,'2026-11-29T01:58:04.447+00:00','2026-11-29T01:58:04.447+00:00','key-2','fdcea76cc3e39d7c6fea2dc4eab1c144afbb1b18cc097d2c154b22bc0300fc1f',2,NULL,NULL);
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
CREATE TABLE "sign_in" (
	id INTEGER NOT NULL, 
	token VARCHAR(64) NOT NULL, 
	organiser_id INTEGER, 
	judge_id INTEGER, 
	started_at VARCHAR(40) NOT NULL, 
	ended_at VARCHAR(40), 
	device VARCHAR(80), 
	wrote_at VARCHAR(40), 
	last_used_at VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_sign_in PRIMARY KEY (id), 
	CONSTRAINT fk_sign_in_judge_id FOREIGN KEY(judge_id) REFERENCES judge (id), 
	CONSTRAINT uq_sign_in_token UNIQUE (token), 
	CONSTRAINT fk_sign_in_organiser_id FOREIGN KEY(organiser_id) REFERENCES organiser (id)
);
INSERT INTO "sign_in" VALUES(1,'jCJtK9eLVrBkYt4KpNO0C-9zYxlZD1kq',NULL,3,'2026-11-29T01:58:04.438+00:00',NULL,NULL,NULL,'2026-11-29T01:58:04.438+00:00');
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
INSERT INTO "snapshot" VALUES(1,1,'league',1,'{"stages":[{"stage":"semi"},{"stage":"final"}],"state":{"final":"hidden","semi":"hidden"}}','9834c34274009d3da722e0765f3f2d275c52990aa81f795d85e195e2a23397d8',NULL,'{"competition":{"key":"league","name":{"en":"The league","zh":"联赛"}},"decimals":2,"dimensions":[{"factor":"1","key":"law","max":"10","min":"0","name":{"en":"Law","zh":"法律"}},{"factor":"2","key":"poise","max":"10","min":"0","name":{"en":"Poise","zh":"风度"}}],"missing_sheet":"wait","stages":[{"key":"semi","name":{"en":"Semi-final","zh":"半决赛"},"rounds":[{"key":"semi-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"bus"}],"key":"semi-1","topic":"wages"},{"entries":[{"side":"labour","team":"post"},{"side":"employer","team":"rail"}],"key":"semi-2","topic":"wages"}],"name":{"en":"Semi-final round","zh":"半决赛轮"}}]},{"key":"final","name":{"en":"Final","zh":"决赛"},"rounds":[{"key":"final-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"post"}],"key":"last","topic":"wages"}],"name":{"en":"Final round","zh":"决赛轮"}}]}],"teams":[{"key":"metro","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"地铁队","zh":"地铁队"}},{"key":"bus","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"公交队","zh":"公交队"}},{"key":"post","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"邮政队","zh":"邮政队"}},{"key":"rail","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"铁路队","zh":"铁路队"}}],"topics":[{"focal_points":[{"key":"rise","title":{"en":"The rise","zh":"涨幅"}}],"key":"wages","title":{"en":"Wages","zh":"工资"}}],"visibility":"public"}','2026-11-29T01:58:04.323+00:00');
INSERT INTO "snapshot" VALUES(2,1,'league',2,'{"stages":[{"complete":true,"stage":"semi","standings":[{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"8.50","poise":"18.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"labour","total":"26.50"}],"rank":1,"team":"post","tied":false,"total":"26.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"9.00","poise":"16.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"labour","total":"25.00"}],"rank":2,"team":"metro","tied":false,"total":"25.00"},{"advances":null,"decided_by":null,"deductions":"1.5","dimensions":{"law":"7.00","poise":"15.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"employer","total":"20.50"}],"rank":3,"team":"bus","tied":false,"total":"20.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"6.00","poise":"14.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"employer","total":"20.00"}],"rank":4,"team":"rail","tied":false,"total":"20.00"}],"unranked":[],"warnings":[]},{"stage":"final"}],"state":{"final":"hidden","semi":"published"}}','cc3cc6e2efa3d5670a27f436f0dd4a568c1d8f0b58fc544546dbfd0dd2dfad90','9834c34274009d3da722e0765f3f2d275c52990aa81f795d85e195e2a23397d8','{"competition":{"key":"league","name":{"en":"The league","zh":"联赛"}},"decimals":2,"dimensions":[{"factor":"1","key":"law","max":"10","min":"0","name":{"en":"Law","zh":"法律"}},{"factor":"2","key":"poise","max":"10","min":"0","name":{"en":"Poise","zh":"风度"}}],"missing_sheet":"wait","record_sha256":"087844ebc78233e762663243e388d14273e40e8ae15f5812d850fa959df803fd","stages":[{"key":"semi","name":{"en":"Semi-final","zh":"半决赛"},"rounds":[{"key":"semi-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"bus"}],"key":"semi-1","topic":"wages"},{"entries":[{"side":"labour","team":"post"},{"side":"employer","team":"rail"}],"key":"semi-2","topic":"wages"}],"name":{"en":"Semi-final round","zh":"半决赛轮"}}]},{"key":"final","name":{"en":"Final","zh":"决赛"},"rounds":[{"key":"final-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"post"}],"key":"last","topic":"wages"}],"name":{"en":"Final round","zh":"决赛轮"}}]}],"teams":[{"key":"metro","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"地铁队","zh":"地铁队"}},{"key":"bus","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"公交队","zh":"公交队"}},{"key":"post","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"邮政队","zh":"邮政队"}},{"key":"rail","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"铁路队","zh":"铁路队"}}],"topics":[{"focal_points":[{"key":"rise","title":{"en":"The rise","zh":"涨幅"}}],"key":"wages","title":{"en":"Wages","zh":"工资"}}],"visibility":"public"}','2026-11-29T01:58:04.457+00:00');
INSERT INTO "snapshot" VALUES(3,1,'league',3,'{"corrections":[{"at":"2026-11-29T01:58:04.488+00:00","number":1,"reason":"The winner is announced later","stage":"semi"}],"stages":[{"complete":true,"stage":"semi","standings":[{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"8.50","poise":"18.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"labour","total":"26.50"}],"rank":1,"team":"post","tied":false,"total":"26.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"9.00","poise":"16.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"labour","total":"25.00"}],"rank":2,"team":"metro","tied":false,"total":"25.00"},{"advances":null,"decided_by":null,"deductions":"1.5","dimensions":{"law":"7.00","poise":"15.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"employer","total":"20.50"}],"rank":3,"team":"bus","tied":false,"total":"20.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"6.00","poise":"14.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"employer","total":"20.00"}],"rank":4,"team":"rail","tied":false,"total":"20.00"}],"unranked":[],"warnings":[]},{"stage":"final"}],"state":{"final":"hidden","semi":"frozen"}}','051916dfe04f6c8a2aed927ecde88cefc076c7d900799d1b91a1c28e14d2a8d4','cc3cc6e2efa3d5670a27f436f0dd4a568c1d8f0b58fc544546dbfd0dd2dfad90','{"competition":{"key":"league","name":{"en":"The league","zh":"联赛"}},"decimals":2,"dimensions":[{"factor":"1","key":"law","max":"10","min":"0","name":{"en":"Law","zh":"法律"}},{"factor":"2","key":"poise","max":"10","min":"0","name":{"en":"Poise","zh":"风度"}}],"frozen_at":{"semi":"2026-11-29T01:58Z"},"missing_sheet":"wait","stages":[{"key":"semi","name":{"en":"Semi-final","zh":"半决赛"},"rounds":[{"key":"semi-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"bus"}],"key":"semi-1","topic":"wages"},{"entries":[{"side":"labour","team":"post"},{"side":"employer","team":"rail"}],"key":"semi-2","topic":"wages"}],"name":{"en":"Semi-final round","zh":"半决赛轮"}}]},{"key":"final","name":{"en":"Final","zh":"决赛"},"rounds":[{"key":"final-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"post"}],"key":"last","topic":"wages"}],"name":{"en":"Final round","zh":"决赛轮"}}]}],"teams":[{"key":"metro","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"地铁队","zh":"地铁队"}},{"key":"bus","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"公交队","zh":"公交队"}},{"key":"post","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"邮政队","zh":"邮政队"}},{"key":"rail","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"铁路队","zh":"铁路队"}}],"topics":[{"focal_points":[{"key":"rise","title":{"en":"The rise","zh":"涨幅"}}],"key":"wages","title":{"en":"Wages","zh":"工资"}}],"visibility":"public"}','2026-11-29T01:58:04.488+00:00');
INSERT INTO "snapshot" VALUES(4,1,'league',4,'{"corrections":[{"at":"2026-11-29T01:58:04.488+00:00","number":1,"reason":"The winner is announced later","stage":"semi"}],"stages":[{"complete":false,"stage":"semi","standings":[],"unranked":[],"warnings":[]},{"stage":"final"}],"state":{"final":"hidden","semi":"frozen"}}','a0db7c24aaa80089d5b1588f177df82d319dd8636e2630c71e794cc33498eda6','051916dfe04f6c8a2aed927ecde88cefc076c7d900799d1b91a1c28e14d2a8d4','{"competition":{"key":"league","name":{"en":"The league","zh":"联赛"}},"decimals":2,"dimensions":[{"factor":"1","key":"law","max":"10","min":"0","name":{"en":"Law","zh":"法律"}},{"factor":"2","key":"poise","max":"10","min":"0","name":{"en":"Poise","zh":"风度"}}],"frozen_at":{"semi":"2026-11-29T01:58Z"},"missing_sheet":"wait","reveal":{"stage":"semi","to_come":4},"stages":[{"key":"semi","name":{"en":"Semi-final","zh":"半决赛"},"rounds":[{"key":"semi-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"bus"}],"key":"semi-1","topic":"wages"},{"entries":[{"side":"labour","team":"post"},{"side":"employer","team":"rail"}],"key":"semi-2","topic":"wages"}],"name":{"en":"Semi-final round","zh":"半决赛轮"}}]},{"key":"final","name":{"en":"Final","zh":"决赛"},"rounds":[{"key":"final-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"post"}],"key":"last","topic":"wages"}],"name":{"en":"Final round","zh":"决赛轮"}}]}],"teams":[{"key":"metro","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"地铁队","zh":"地铁队"}},{"key":"bus","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"公交队","zh":"公交队"}},{"key":"post","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"邮政队","zh":"邮政队"}},{"key":"rail","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"铁路队","zh":"铁路队"}}],"topics":[{"focal_points":[{"key":"rise","title":{"en":"The rise","zh":"涨幅"}}],"key":"wages","title":{"en":"Wages","zh":"工资"}}],"visibility":"public"}','2026-11-29T01:58:04.495+00:00');
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
CREATE INDEX ix_match_round_id ON "match" (round_id);
CREATE INDEX ix_deduction_match_id ON deduction (match_id);
CREATE INDEX ix_entry_team_id ON entry (team_id);
CREATE INDEX ix_panel_seat_judge_id ON panel_seat (judge_id);
CREATE INDEX ix_sheet_judge_id ON sheet (judge_id);
CREATE INDEX ix_late_sheet_competition_id ON late_sheet (competition_id);
CREATE INDEX ix_form_use_at ON form_use (at);
CREATE INDEX ix_sign_in_judge_id ON sign_in (judge_id);
COMMIT;
