BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0010');
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
INSERT INTO "audit_row" VALUES(1,'league',1,'2026-11-29T02:52:54.293+00:00','command line','competition.load','league','null','{"deductions": 1, "judges": 3, "rulings": 1, "sheets": 12, "stages": 2, "teams": 4, "topics": 1}','','da237672ce537e45790e45278bf6911aea7a846ed5dd8f192af36aca10edfc81','{"is":{"competition":"370e1a56b02a30703bff097a1f1c8cf56690a31bec3f7a615f2deb605dd01821","deduction/semi-1/bus#1":"18f39e8fd346165926a41e0893745e7a267c071b9153ca37ce96241c8797a89e","judge/jo":"f25cb3eb2a8ec94f9affd4018759bc5e651b5ef072c37d5a897fca15c0880096","judge/li-na":"2c36c974cdbeabb3f93d7bf8abab3373a1099e7d9c6e9e388da171a811ffcd38","judge/zhang-wei":"a12aef9a1586c2253f3abc4dc8f3b7e92989f269f8366cb74cafe19725268de3","match/last":"b940d064858973e2a2ec508fa80ec25ba038eee42e254ed16351ca73a7b4fe74","match/semi-1":"679fda6eb0b2f4d94e713069ad7d7f2f818e625eefefdb5a6ba93f97d6f0e091","match/semi-2":"a3811fa488127274ce3acb9b7e90396f373f7ad274410b213fdf6b4640cfa092","round/final/final-round":"969f1852efb229d7372725232915d39234cc515d694a149d58227e23b2e52f2d","round/semi/semi-round":"d73dc2b331013d83b72ed9ef0e55ba2694b6c283efeed20f26a7d42b1e73e5ad","rubric":"535fb36ff319cb769ac9a72e4b7e058e26334b0cdd5967658506c2f9072c3b32","ruling/semi#1":"b38cb40d60056ed00942742127a00612a7bd15ecda6c2c5d09983a5767d27fd9","sheet/semi-1/bus/jo#1":["fcdac3ebf9cc055304b3470df87ce0f321660371c0b33085606d9b5a82d2314e"],"sheet/semi-1/bus/li-na#1":["2649153dfc580c8e9c6396fe5855fbab95d4c70109ba7c58935428a901081aa8"],"sheet/semi-1/bus/zhang-wei#1":["a97066de9dad74112b998eea083699bed22292b7130201b7704e2660fff8b63d"],"sheet/semi-1/metro/jo#1":["dcfa202f5c2a3d3a5b6871d97f81141f9ff0fc662f055149f60e63680741277b"],"sheet/semi-1/metro/li-na#1":["8efdfb0823c7f14b4b7b456075741cc9a2cc7506971642cc895b3278e70b2b14"],"sheet/semi-1/metro/zhang-wei#1":["59a0bc1c70730819f99ed55dccfe0e206ff434d5440e8899949cdc5a7699f340"],"sheet/semi-2/post/jo#1":["3cec871590aae664a3ef4a3242be2a8e6e76a8b186b779f2cb94f67349eeada5"],"sheet/semi-2/post/li-na#1":["09334fc1104c7a3fbc838ced01ffd15a75f2461246638efd292fe01c3236a8ed"],"sheet/semi-2/post/zhang-wei#1":["127efe6dc8a715416477b8aa5b97209afd53afa53b92196d6426bd4b84008056"],"sheet/semi-2/rail/jo#1":["b9da1a462bc50a3c38820c5a83c9ae86110b2090cf3c26bb5be4669f45a13af5"],"sheet/semi-2/rail/li-na#1":["888c9fc9053099558d0f7b7e0bfa20421903af9a281ae664f282718d431926d1"],"sheet/semi-2/rail/zhang-wei#1":["5e9a8bb01cf1387e48b395551445cf285376e39d5395edde5b9d4294ea1924c1"],"snapshot/1":["9834c34274009d3da722e0765f3f2d275c52990aa81f795d85e195e2a23397d8","1782b2a4cdfe644a2800f87769a38a2c6ac88f48baabecb024a3df9725f1b98d"],"stage/final":"99e18f6999df27692ba0955b25fdb9bb9ea123e17f097a7450777a4c4d361584","stage/semi":"04818063592e7b3d7b4e48e20e28152d3ef2376fc277cf596f10c9f835739990","team/bus":"977b5d3f996e03e0241e8829c96fa35d32e97e7cd416229457f548c02a317254","team/metro":"149a48c42b6eae7944fa750dd98bc0499abe4ab552ca358bb4ded7e1ab1c35ea","team/post":"dd18000460d84bb82cddbac305775ca3d3d5d8af41ee915195ab8a7a963d9a8e","team/rail":"0cd33dfe94f5f9c9a1b171106d3549a6c2d4e31787288a8cadcfd84bb686c29e","topic/wages":"50be65ca118941df62af5aa45a176d033f313030e54e734bf253f16cac1d2d28"},"salt":"26cf69f2199d2cc1bbfacc684de8ac29","was":{}}');
INSERT INTO "audit_row" VALUES(2,'contest',1,'2026-11-29T02:52:54.450+00:00','command line','competition.load','contest','null','{"deductions": 0, "judges": 5, "rulings": 0, "sheets": 14, "stages": 3, "teams": 4, "topics": 1}','','711c1cc527a6eaad08babf758c67bed019aa346ba20dbdadfedbb22065f685e0','{"is":{"competition":"483925f61abb4363d484698e17bba5d3ef426b11649935d74906ac9ffb8cca05","draw/draw-1":"2cb869896804ca512f0a5adde53bb313a608693f87fd4cdcb50235fb0e4a9228","draw/draw-2":"2c94563a4e83bfbc959c415ef3ca37f8fc0fee51fb38c20c85a916090cc251e8","judge/jo":"ed5f4c86c91278f06ec7f9d95842c5c5597d0011f6614c159a6ec054cb517ead","judge/li-na":"c5e861f0a78bed74609d866e2e0540e56ea115ec8fe8c778edb99dd569f01d85","judge/noor":"9f25e4e16e6f545dd84e416280c5d43d0ae752bd2aa7b872c600436e2e793ba6","judge/sam":"08d17fa8ad9a617fac4c94b1fdb2b2ef774fbd0af2d9451d94b49661accbf7ff","judge/zhang-wei":"be295844520c15858afa18f33ca3e4fdf7b656e89cf74ce7d6914f7474d5ea1d","match/last":"ddaa8a2839c90dea22b9f3abbec8ebf98d8f8b0d709d7f7a222a245404424f57","match/semi-1":"a36002f79e915875c2da1af090232646e32edbaa13bedbb3d66f052accec627f","match/semi-2":"68163d9f09d2e31174caac74ab64a701e26b0aeab5fa997613fb252794bd7b34","paper_score/written/bus":"71a1d7726fadb0c8f532cc292341d2e8329a9d9449bac088c4453c9991243aaa","paper_score/written/metro":"37624c1a67128688996be2b50edaa4b8c64e1df46393f1fdf8560e99806144ef","paper_score/written/post":"06fbbd400f7954a599079dbfda433e06c0ebf67b3b044d3c37cbe28c1d2c9297","paper_score/written/rail":"507dcd8dc8cbc1a06fe8b7a9f57738c257b9a6586599fadc1c72bb8b887707ef","round/final/final-round":"2ef8d5a4b0a555b4f37fbf672f1bca1c5fc1c426bcdc83ec22f1347f1b084649","round/semi/semi-round":"0aa3968118b7cfeb856169b44a87fc6b1e6fb81ffca208eb309e5b851a5415cb","rubric":"92534af4537529426edd73455585c7affe69e1c09a884c3fb0b56b4e7c948ca7","sheet/semi-1/bus/jo#1":["765dbae2658c3e25db30d248b09ad5a866e85a0632d9c85b4dfbe13fb344d091"],"sheet/semi-1/bus/li-na#1":["250104ffd0f8fefd825cb27a0154e92d3a557eae12b0a4b9031c253a80cf6543"],"sheet/semi-1/bus/noor#1":["3925ebf18dbb6a356f3c0d6f0ad356c47bc64473f7d739b5dc0316ad43610e89"],"sheet/semi-1/bus/sam#1":["43f465bce48409ec32eed7d64847be2e1fc3ee5992a711aab6c8c88442836230"],"sheet/semi-1/bus/zhang-wei#1":["8e3fd8eb0685a95cf70fb73081ae0b242460567cd1ed890acfc4daafc04d0611"],"sheet/semi-1/metro/jo#1":["1289f59eb79b1118e3d54df4768ffd368fa900810766f99429787221e1bc6057"],"sheet/semi-1/metro/li-na#1":["0c678f236378418c5213393b3948ea0973f4aa11275321f589605843f72a0819"],"sheet/semi-1/metro/zhang-wei#1":["354df6032723b53fe18c3aa009cffecd625303bfb1d1da19241da1240e953569"],"sheet/semi-2/post/jo#1":["6aa8bb38eb32c08a4a403d2ce62cdf9484b0a67dc15842218bf3f72f8ded824c"],"sheet/semi-2/post/li-na#1":["db8aa99711cf3bc490c992214f3b11311bc1e36f7fdbf2ebecc48d3ac2314bd9"],"sheet/semi-2/post/zhang-wei#1":["3f86c9efdc4cdfbfecce7e5f1746470717601aadd47f804faeb794ee1190b295"],"sheet/semi-2/rail/jo#1":["f04655a1114832dce909dda77d9b8e6d7b328b1ef12dc3be54d5f757d775cfb3"],"sheet/semi-2/rail/li-na#1":["ca7c84a48fd11562735567b53b43a45658a77724e2e46f0a53152fb198e810fe"],"sheet/semi-2/rail/zhang-wei#1":["ffa3a388876c5212641e745164098314a44962d3e1a5a213b9b949bcfe4d99de"],"snapshot/1":["09e202e4e53d2eb839bfd3841b794b26afabe99cfab26d6f2e0673ff09519a0a","8f9a2c32dd7bd58dac0327c3383815d471697dfb565e38c91eb2a7afd540e0b8"],"stage/final":"611dfcdde6f19e0b9a0cac5ed12d22ff5e37e6d48347e240b872b915eb69a818","stage/semi":"2744ec2d37cb1a7a56696c283f2d88440fc3270eb0b373708e22beb4a712c485","stage/written":"be5384f160742ea38b268058b78ccd26f5644f95dbe86139fa5202ab708a7ea2","team/bus":"b460e16e4aa841bc2a3072f54238d839f1722cb191c06ae4e6ab69a368ce7f33","team/metro":"8e51de43eb0639783eaa33f386f00c447b3ff415243487bafd968bd56a058f48","team/post":"f7ce90d2f8908d82b9d5240908f42f9745272daa3372d24ec508a75460e885a0","team/rail":"bafe2121edecf0c1a0a32afc2391bbf6087c9e25a474d9aabd0c1b2b194dc48a","topic/wages":"70e3a9c7c17c44c18a81cb120bfa02c56ef5733844097d290bec704bac8adcbe","zone/east":"7abbc31aa1d5369eaa9c95a70501977482c3aad83ed7032a079ad138674e8990","zone/west":"482eb11e7cceda0545a4911935c15f1da8a96514544d9fe80ee6ff9e764ea4b2"},"salt":"4f43261e2814307573fb7d6a04e50d98","was":{}}');
INSERT INTO "audit_row" VALUES(3,'',1,'2026-11-29T02:52:55.457+00:00','set-up link','organiser.add','王芳','null','{"name": "王芳"}','','43ee8ac4ff7f6c94c47406879fb988c9479831e70eaad4542919d758a5b06ff4',NULL);
INSERT INTO "audit_row" VALUES(4,'league',2,'2026-11-29T02:52:55.542+00:00','judge jo','session.begin','judge jo','null','null','da237672ce537e45790e45278bf6911aea7a846ed5dd8f192af36aca10edfc81','182860b58989a5f74d6cc3c2a36bbdb03ecd880770cb493a19f731670724c9fb',NULL);
INSERT INTO "audit_row" VALUES(5,'league',3,'2026-11-29T02:52:55.557+00:00','judge jo','sheet.submit','last/metro/jo','null','{"marks": {"law": "8.5", "poise": "7"}, "receipt": 1, "state": "submitted", "submitted_at": "2026-11-29T02:52:55.556+00:00", "version": 1}','182860b58989a5f74d6cc3c2a36bbdb03ecd880770cb493a19f731670724c9fb','befc7aaa310e476742382dbf1cd03e8c339e10a5a31129619fe3c12f2acb6225','{"is":{"sheet/last/metro/jo#1":["e282a5d1b500e085dfa95afb829287bcf56e119c2e7cd914e047c4ea2d896566",1,"86064f32ff5e990170cb66d875b42798937e3f3345db5700c2ab842f60c8c95f"]},"salt":"ea6851889636905b5886a13996959520","was":{}}');
INSERT INTO "audit_row" VALUES(6,'league',4,'2026-11-29T02:52:55.570+00:00','judge jo','sheet.submit','last/metro/jo','{"marks": {"law": "8.5", "poise": "7"}, "state": "submitted", "submitted_at": "2026-11-29T02:52:55.556+00:00", "version": 1}','{"marks": {"law": "8.5", "poise": "7"}, "receipt": 2, "state": "submitted", "submitted_at": "2026-11-29T02:52:55.570+00:00", "version": 2}','befc7aaa310e476742382dbf1cd03e8c339e10a5a31129619fe3c12f2acb6225','fdae8cab61cfd5864da0ccef82d24e32241d418f7df01117db182d6d5eba01ec','{"is":{"sheet/last/metro/jo#2":["27a545f0ebd451e92b8bb9f4d5a4cf5d612d7aedc5e0f9d0911bf235a75f1868",2,"ed01b43c8a262c418372f6aacd7cbd70fab863e9f37b79bf97181a8a732dfe7e"]},"salt":"4a26c66bbe91b6a4fd0d2c7c9816e935","was":{}}');
INSERT INTO "audit_row" VALUES(7,'league',5,'2026-11-29T02:52:55.595+00:00','command line','stage.release','semi','{"release": "hidden"}','{"release": "published", "snapshot": 2}','fdae8cab61cfd5864da0ccef82d24e32241d418f7df01117db182d6d5eba01ec','5da30635aa02c51ade2ebb880a338af6a423d29b1fd2f3c93d35c2cb0bd71322','{"is":{"snapshot/2":["cc3cc6e2efa3d5670a27f436f0dd4a568c1d8f0b58fc544546dbfd0dd2dfad90","2dc593b8a9520277d98193c4062ae4a05333b2f1349b690224ab1e3c01d26a6e"],"stage/semi":"0d1f0928f525f608c67d42d8b3e3b2bb56bfe1d3cbecaa09d76a0efbd68b48b1"},"salt":"50c4dbd8a9f333d87244a88bd7093da2","was":{"stage/semi":"04818063592e7b3d7b4e48e20e28152d3ef2376fc277cf596f10c9f835739990"}}');
INSERT INTO "audit_row" VALUES(8,'league',6,'2026-11-29T02:52:55.623+00:00','command line','round.state','final/final-round','{"state": "open"}','{"state": "closed"}','5da30635aa02c51ade2ebb880a338af6a423d29b1fd2f3c93d35c2cb0bd71322','1862730be1a198c31d94a1782f87962ac87e9daee5a61768218abb2a76afc7ae','{"is":{"round/final/final-round":"cb3b5fa0597021f990de6ecd619799833be9fa3f01f4f2a50bed3b5873b1f1b7"},"salt":"cb76811cba3181a43fda4b71bd11cfc0","was":{"round/final/final-round":"969f1852efb229d7372725232915d39234cc515d694a149d58227e23b2e52f2d"}}');
INSERT INTO "audit_row" VALUES(9,'league',7,'2026-11-29T02:52:55.709+00:00','judge jo','late.offer','last/post/jo','null','{"arrived_at": "2026-11-29T02:52:55.693+00:00", "base_version": 0, "comment": null, "marks": {"law": "8.5", "poise": "7"}, "road": "tablet", "state": "submitted", "written_at": null}','1862730be1a198c31d94a1782f87962ac87e9daee5a61768218abb2a76afc7ae','57ad2d18aa307038679d1f9bba92dec483efb56db51496d7d8cc28f5130e0bac',NULL);
INSERT INTO "audit_row" VALUES(10,'league',8,'2026-11-29T02:52:55.791+00:00','command line','show.mode','match/semi-1','{"about": {}, "clock": {"label": "", "seconds": 300, "since": null, "spent": 0}, "mode": "board"}','{"about": {"match": "semi-1"}, "clock": {"label": "", "seconds": 300, "since": null, "spent": 0}, "mode": "match"}','57ad2d18aa307038679d1f9bba92dec483efb56db51496d7d8cc28f5130e0bac','75ea6c777c8ccc7d92bba8e4c9be906372f7aca95c3b1fab528596cb123eac71',NULL);
INSERT INTO "audit_row" VALUES(11,'league',9,'2026-11-29T02:52:55.855+00:00','command line','stage.correct','semi','{"places": {"bus": [3, "20.50"], "metro": [2, "25.00"], "post": [1, "26.50"], "rail": [4, "20.00"]}}','{"places": {"bus": [null, null], "metro": [null, null], "post": [null, null], "rail": [null, null]}, "reason": "The winner is announced later"}','75ea6c777c8ccc7d92bba8e4c9be906372f7aca95c3b1fab528596cb123eac71','7702955f429c35825857b64dabc48ef858718978dce752444975124fdc083e8d',NULL);
INSERT INTO "audit_row" VALUES(12,'league',10,'2026-11-29T02:52:55.855+00:00','command line','stage.release','semi','{"release": "published"}','{"release": "frozen", "snapshot": 3}','7702955f429c35825857b64dabc48ef858718978dce752444975124fdc083e8d','1e0a67d544b44e31107a6d3636c8d0d9907588692a4a6babcd57833955c27f09','{"is":{"snapshot/3":["888f63f6f9f9f0b2a35313403569fee4e6af0c07305a52b01257b3932744d523","7a5b00ed17862415f89fb1462548fbfe7c508efeae38a539098b103135c2e43e"],"stage/semi":"6a6e4f6f5e429f9b0837d83529e5ee3cb23d2ed2f34a97e39dac5afd8be46117"},"salt":"2a4b2ad85f6b0cb25c1c1bc470275aeb","was":{"stage/semi":"0d1f0928f525f608c67d42d8b3e3b2bb56bfe1d3cbecaa09d76a0efbd68b48b1"}}');
INSERT INTO "audit_row" VALUES(13,'league',11,'2026-11-29T02:52:55.904+00:00','command line','reveal.begin','semi','null','{"snapshot": 4, "step": 0}','1e0a67d544b44e31107a6d3636c8d0d9907588692a4a6babcd57833955c27f09','a4706d67b5038a7b58e8f72ff10af841b49a9539069399d94289d6e09204b46a',NULL);
INSERT INTO "audit_row" VALUES(14,'league',12,'2026-11-29T02:52:55.904+00:00','command line','show.mode','reveal/semi','{"about": {"match": "semi-1"}, "clock": {"label": "", "seconds": 300, "since": null, "spent": 0}, "mode": "match"}','{"about": {"stage": "semi"}, "clock": {"label": "", "seconds": 300, "since": null, "spent": 0}, "mode": "reveal"}','a4706d67b5038a7b58e8f72ff10af841b49a9539069399d94289d6e09204b46a','44c7c93ceee3ddfcbd50b885d20c973aa3f2ac28ceed0cc4a97bbe5e3eeb1070','{"is":{"snapshot/4":["6ebf17bb2470f57713f31f3d5889908faad371a92fee5af627ce4f6872f06f4c","124d7538c403aca6cff6bf40a170991403d245963c6f94e1db8269d37eb1ad8f"]},"salt":"599a44e7c2c6ed1a6e81239b5f17383b","was":{}}');
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
INSERT INTO "competition" VALUES(1,'league','{"zh": "\u8054\u8d5b", "en": "The league"}',NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-29T02:52:53.856+00:00',NULL,NULL,NULL);
INSERT INTO "competition" VALUES(2,'contest','{"zh": "\u6bd4\u8d5b", "en": "Contest"}',NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-29T02:52:54.336+00:00',NULL,NULL,NULL);
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
INSERT INTO "dimension" VALUES(3,2,0,'law','{"zh": "\u6cd5\u5f8b", "en": "Law"}','10',NULL,'0.5','1',NULL,NULL,NULL);
INSERT INTO "dimension" VALUES(4,2,1,'poise','{"zh": "\u98ce\u5ea6", "en": "Poise"}','10',NULL,'0.5','2',NULL,NULL,NULL);
CREATE TABLE draw (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	stage VARCHAR(64) NOT NULL, 
	round VARCHAR(64) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	drawn_from JSON NOT NULL, 
	rules JSON, 
	commitment VARCHAR(64), 
	hall VARCHAR, 
	secret VARCHAR, 
	result JSON, 
	by_hand JSON, 
	abandoned JSON, 
	pending_secret VARCHAR, 
	placeholder BOOLEAN, 
	source JSON, 
	CONSTRAINT pk_draw PRIMARY KEY (id), 
	CONSTRAINT fk_draw_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT uq_draw_competition_id_key UNIQUE (competition_id, "key")
);
INSERT INTO "draw" VALUES(1,2,0,'draw-1','semi','semi-round','teams','["metro", "bus", "post", "rail"]','{"apart": ["zone"]}',NULL,NULL,NULL,'["metro", "bus", "post", "rail"]','{"by": "\u738b\u82b3", "witness": "\u674e\u5a1c"}',NULL,NULL,NULL,NULL);
INSERT INTO "draw" VALUES(2,2,1,'draw-2','final','final-round','topics','["wages"]',NULL,'0000000000000000000000000000000000000000000000000000000000000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "entry" VALUES(7,4,5,0,'labour',NULL,NULL);
INSERT INTO "entry" VALUES(8,4,6,1,'employer',NULL,NULL);
INSERT INTO "entry" VALUES(9,5,7,0,'labour',NULL,NULL);
INSERT INTO "entry" VALUES(10,5,8,1,'employer',NULL,NULL);
INSERT INTO "entry" VALUES(11,6,5,0,'labour',NULL,NULL);
INSERT INTO "entry" VALUES(12,6,7,1,'employer',NULL,NULL);
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
INSERT INTO "focal_point" VALUES(2,2,0,'rise','{"zh": "\u6da8\u5e45", "en": "The rise"}',NULL,NULL);
CREATE TABLE form_use (
	"key" VARCHAR(64) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	answer TEXT NOT NULL, 
	at VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_form_use PRIMARY KEY ("key")
);
INSERT INTO "form_use" VALUES('a-key-of-a-form-1','0000000000000000000000000000000000000000000000000000000000000000','','2026-11-29T02:52:55.720+00:00');
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
	source JSON, declaration JSON, 
	CONSTRAINT pk_judge PRIMARY KEY (id), 
	CONSTRAINT fk_judge_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT uq_judge_competition_id_key UNIQUE (competition_id, "key"), 
	CONSTRAINT uq_judge_token UNIQUE (token)
);
INSERT INTO "judge" VALUES(1,1,0,'li-na','{"zh": "\u674e\u5a1c", "en": "\u674e\u5a1c"}',NULL,NULL,1,NULL,'vOqkxBqwF_lUNz4bWWDJCS_4Aoa_4Oz0',NULL,NULL,NULL,NULL);
INSERT INTO "judge" VALUES(2,1,1,'zhang-wei','{"zh": "\u5f20\u4f1f", "en": "\u5f20\u4f1f"}',NULL,NULL,NULL,NULL,'ZKtvTmtPFVVtXEdiJbkHo1lnPvuPvS4j',NULL,NULL,NULL,NULL);
INSERT INTO "judge" VALUES(3,1,2,'jo','{"zh": "Jo Amsel", "en": "Jo Amsel"}',NULL,NULL,NULL,NULL,'MGl4X2D3Kka1NxcxEavlz1Hq-4E3GxFX','2026-11-29T02:52:55.570+00:00',NULL,NULL,NULL);
INSERT INTO "judge" VALUES(4,2,0,'li-na','{"zh": "\u674e\u5a1c", "en": "\u674e\u5a1c"}',NULL,NULL,1,NULL,'PSgcG8XPOjbKom1p8FCW1nFbodPO_Ldt',NULL,NULL,NULL,NULL);
INSERT INTO "judge" VALUES(5,2,1,'zhang-wei','{"zh": "\u5f20\u4f1f", "en": "\u5f20\u4f1f"}',NULL,NULL,NULL,NULL,'-PvYEIm8nIfiL5a1vQVdW04VR6uJNwBg',NULL,NULL,NULL,'{"at": "2026-04-30T08:00:00+08:00", "relations": [{"team": "rail", "kind": "employer"}]}');
INSERT INTO "judge" VALUES(6,2,2,'jo','{"zh": "Jo Amsel", "en": "Jo Amsel"}',NULL,NULL,NULL,NULL,'BB_LJ_KxA09Xro-LFMEcwXwFaQnLSDaQ',NULL,NULL,NULL,NULL);
INSERT INTO "judge" VALUES(7,2,3,'noor','{"zh": "Noor", "en": "Noor"}',NULL,NULL,NULL,NULL,'K_DiQGAfwePrmHH9wqzBqamx_WFmr-lo',NULL,NULL,NULL,NULL);
INSERT INTO "judge" VALUES(8,2,4,'sam','{"zh": "Sam", "en": "Sam"}',NULL,NULL,NULL,NULL,'PsXtIEP8PsNDplgR5YzvS5IcHr1Idou0',NULL,NULL,NULL,NULL);
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
INSERT INTO "late_sheet" VALUES(1,1,3,3,3,'tablet','submitted','{"law": "8.5", "poise": "7"}',NULL,0,'key-3','1fa1fe9f2a96a91b7fd84049e013bdd39dd4bd8509bb9731740e4f71d46850e1',NULL,'2026-11-29T02:52:55.693+00:00','',NULL,NULL,NULL,NULL);
CREATE TABLE "match" (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	round_id INTEGER NOT NULL, 
	topic_id INTEGER, 
	position INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	placeholder BOOLEAN, 
	source JSON, void JSON, recused JSON, starts VARCHAR(40), room JSON, trainees JSON, replacements JSON, accepted_conflicts JSON, 
	CONSTRAINT pk_match PRIMARY KEY (id), 
	CONSTRAINT fk_match_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT fk_match_round_id FOREIGN KEY(round_id) REFERENCES round (id), 
	CONSTRAINT fk_match_topic_id FOREIGN KEY(topic_id) REFERENCES topic (id), 
	CONSTRAINT uq_match_competition_id_key UNIQUE (competition_id, "key")
);
INSERT INTO "match" VALUES(1,1,1,1,0,'semi-1',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "match" VALUES(2,1,1,1,1,'semi-2',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "match" VALUES(3,1,2,1,0,'last',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "match" VALUES(4,2,3,2,0,'semi-1',NULL,NULL,NULL,NULL,'2026-05-01T09:00:00+08:00','{"zh": "\u4e00\u53f7\u5385", "en": "Hall 1"}','["sam"]','[{"seat": "noor", "from": "jo", "keeps": ["metro"], "reason": {"zh": "\u6025\u4e8b", "en": "Called away"}, "at": "2026-05-01T09:30:00+08:00", "by": "\u738b\u82b3"}]',NULL);
INSERT INTO "match" VALUES(5,2,3,2,1,'semi-2',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'[{"judge": "zhang-wei", "team": "rail", "reason": {"zh": "\u53cc\u65b9\u540c\u610f", "en": "Both sides agree"}}]');
INSERT INTO "match" VALUES(6,2,4,2,0,'last',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE member (
	id INTEGER NOT NULL, 
	team_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	name JSON NOT NULL, 
	role JSON, 
	placeholder BOOLEAN, 
	source JSON, reserve BOOLEAN, 
	CONSTRAINT pk_member PRIMARY KEY (id), 
	CONSTRAINT fk_member_team_id FOREIGN KEY(team_id) REFERENCES team (id), 
	CONSTRAINT uq_member_team_id_key UNIQUE (team_id, "key")
);
INSERT INTO "member" VALUES(1,1,0,'first','{"zh": "\u9648\u6668", "en": "\u9648\u6668"}',NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES(2,2,0,'first','{"zh": "\u9648\u6668", "en": "\u9648\u6668"}',NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES(3,3,0,'first','{"zh": "\u9648\u6668", "en": "\u9648\u6668"}',NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES(4,4,0,'first','{"zh": "\u9648\u6668", "en": "\u9648\u6668"}',NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES(5,5,0,'metro-1','{"zh": "\u9009\u624b1", "en": "Member 1"}',NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES(6,5,1,'metro-2','{"zh": "\u9009\u624b2", "en": "Member 2"}',NULL,NULL,NULL,1);
INSERT INTO "member" VALUES(7,6,0,'bus-1','{"zh": "\u9009\u624b1", "en": "Member 1"}',NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES(8,6,1,'bus-2','{"zh": "\u9009\u624b2", "en": "Member 2"}',NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES(9,7,0,'post-1','{"zh": "\u9009\u624b1", "en": "Member 1"}',NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES(10,7,1,'post-2','{"zh": "\u9009\u624b2", "en": "Member 2"}',NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES(11,8,0,'rail-1','{"zh": "\u9009\u624b1", "en": "Member 1"}',NULL,NULL,NULL,NULL);
INSERT INTO "member" VALUES(12,8,1,'rail-2','{"zh": "\u9009\u624b2", "en": "Member 2"}',NULL,NULL,NULL,NULL);
CREATE TABLE organiser (
	id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	password_hash VARCHAR(200) NOT NULL, 
	created_at VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_organiser PRIMARY KEY (id), 
	CONSTRAINT uq_organiser_name UNIQUE (name)
);
INSERT INTO "organiser" VALUES(1,'王芳','$argon2id$v=19$m=65536,t=3,p=4$haWPWOtVP6sCJhg2KbiKBQ$osAMR/Kc3g4QvjMyymFW6ZdfYcmtMaliNBNF22tEqTs','2026-11-29T02:52:55.456+00:00');
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
INSERT INTO "panel_seat" VALUES(10,4,4,0);
INSERT INTO "panel_seat" VALUES(11,4,5,1);
INSERT INTO "panel_seat" VALUES(12,4,7,2);
INSERT INTO "panel_seat" VALUES(13,5,4,0);
INSERT INTO "panel_seat" VALUES(14,5,5,1);
INSERT INTO "panel_seat" VALUES(15,5,6,2);
INSERT INTO "panel_seat" VALUES(16,6,4,0);
INSERT INTO "panel_seat" VALUES(17,6,5,1);
INSERT INTO "panel_seat" VALUES(18,6,6,2);
CREATE TABLE paper_score (
	id INTEGER NOT NULL, 
	stage_id INTEGER NOT NULL, 
	team_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	member VARCHAR(64), 
	score VARCHAR(64) NOT NULL, 
	placeholder BOOLEAN, 
	source JSON, 
	CONSTRAINT pk_paper_score PRIMARY KEY (id), 
	CONSTRAINT fk_paper_score_stage_id FOREIGN KEY(stage_id) REFERENCES stage (id), 
	CONSTRAINT fk_paper_score_team_id FOREIGN KEY(team_id) REFERENCES team (id), 
	CONSTRAINT uq_paper_score_stage_id_team_id_member UNIQUE (stage_id, team_id, member)
);
INSERT INTO "paper_score" VALUES(1,3,5,0,'metro-1','90.5',NULL,NULL);
INSERT INTO "paper_score" VALUES(2,3,6,1,'bus-1','81',NULL,NULL);
INSERT INTO "paper_score" VALUES(3,3,7,2,'post-1','77',NULL,NULL);
INSERT INTO "paper_score" VALUES(4,3,8,3,'rail-1','60',NULL,NULL);
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
	source JSON, announced BOOLEAN, starts VARCHAR(40), 
	CONSTRAINT pk_round PRIMARY KEY (id), 
	CONSTRAINT fk_round_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT fk_round_stage_id FOREIGN KEY(stage_id) REFERENCES stage (id), 
	CONSTRAINT uq_round_stage_id_key UNIQUE (stage_id, "key")
);
INSERT INTO "round" VALUES(1,1,1,0,'semi-round','{"zh": "\u534a\u51b3\u8d5b\u8f6e", "en": "Semi-final round"}','closed',NULL,NULL,NULL,NULL);
INSERT INTO "round" VALUES(2,1,2,0,'final-round','{"zh": "\u51b3\u8d5b\u8f6e", "en": "Final round"}','closed',NULL,NULL,NULL,NULL);
INSERT INTO "round" VALUES(3,2,4,0,'semi-round','{"zh": "\u534a\u51b3\u8d5b\u8f6e", "en": "Semi-final round"}','closed',NULL,NULL,NULL,'2026-05-01T09:00:00+08:00');
INSERT INTO "round" VALUES(4,2,5,0,'final-round','{"zh": "\u51b3\u8d5b\u8f6e", "en": "Final round"}','open',NULL,NULL,NULL,NULL);
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
INSERT INTO "rubric" VALUES(2,2,'{"combine": "mean", "drop_high": 0, "drop_low": 0, "drop_by": "dimension", "min_kept": 1, "decimals": 2, "rounding": "half_up", "round_at": [], "missing_sheet": "wait", "tie_break": ["law", "ruling"]}',NULL,NULL);
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
INSERT INTO "set_up_link" VALUES(1,'8cJRNL2-BZN1vYx6MqHSgIoIZ0skmNgl','2026-11-29T02:52:55.456+00:00');
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
INSERT INTO "sheet" VALUES(13,4,5,4,1,'submitted','');
INSERT INTO "sheet" VALUES(14,4,5,5,1,'submitted','');
INSERT INTO "sheet" VALUES(15,4,5,6,1,'submitted','');
INSERT INTO "sheet" VALUES(16,4,6,4,1,'submitted','');
INSERT INTO "sheet" VALUES(17,4,6,5,1,'submitted','');
INSERT INTO "sheet" VALUES(18,4,6,6,1,'submitted','');
INSERT INTO "sheet" VALUES(19,5,7,4,1,'submitted','');
INSERT INTO "sheet" VALUES(20,5,7,5,1,'submitted','');
INSERT INTO "sheet" VALUES(21,5,7,6,1,'submitted','');
INSERT INTO "sheet" VALUES(22,5,8,4,1,'submitted','');
INSERT INTO "sheet" VALUES(23,5,8,5,1,'submitted','');
INSERT INTO "sheet" VALUES(24,5,8,6,1,'submitted','');
INSERT INTO "sheet" VALUES(25,4,6,7,1,'submitted','');
INSERT INTO "sheet" VALUES(26,4,6,8,1,'submitted','');
INSERT INTO "sheet" VALUES(27,3,1,3,2,'submitted','');
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
INSERT INTO "sheet_version" VALUES(1,1,1,1,1,'submitted','{"law": "9", "poise": "8"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.117+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(2,1,2,2,1,'submitted','{"law": "9", "poise": "8"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.117+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(3,1,3,3,1,'submitted','{"law": "9", "poise": "8"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.117+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(4,1,4,1,1,'submitted','{"law": "7", "poise": "7.5"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.117+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(5,1,5,2,1,'submitted','{"law": "7", "poise": "7.5"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.117+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(6,1,6,3,1,'submitted','{"law": "7", "poise": "7.5"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.117+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(7,1,7,1,1,'submitted','{"law": "8.5", "poise": "9"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.117+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(8,1,8,2,1,'submitted','{"law": "8.5", "poise": "9"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.117+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(9,1,9,3,1,'submitted','{"law": "8.5", "poise": "9"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.117+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(10,1,10,1,1,'submitted','{"law": "6", "poise": "7"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.117+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(11,1,11,2,1,'submitted','{"law": "6", "poise": "7"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.117+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(12,1,12,3,1,'submitted','{"law": "6", "poise": "7"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.117+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(13,2,13,4,1,'submitted','{"law": "9", "poise": "8"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.420+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(14,2,14,5,1,'submitted','{"law": "9", "poise": "8"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.420+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(15,2,15,6,1,'submitted','{"law": "9", "poise": "8"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.420+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(16,2,16,4,1,'submitted','{"law": "7", "poise": "7.5"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.420+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(17,2,17,5,1,'submitted','{"law": "7", "poise": "7.5"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.420+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(18,2,18,6,1,'submitted','{"law": "7", "poise": "7.5"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.420+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(19,2,19,4,1,'submitted','{"law": "8.5", "poise": "9"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.420+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(20,2,20,5,1,'submitted','{"law": "8.5", "poise": "9"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.420+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(21,2,21,6,1,'submitted','{"law": "8.5", "poise": "9"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.420+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(22,2,22,4,1,'submitted','{"law": "6", "poise": "7"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.420+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(23,2,23,5,1,'submitted','{"law": "6", "poise": "7"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.420+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(24,2,24,6,1,'submitted','{"law": "6", "poise": "7"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.420+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(25,2,25,7,1,'submitted','{"law": "7", "poise": "7.5"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.420+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(26,2,26,8,1,'submitted','{"law": "7", "poise": "7.5"}',NULL,'2026-05-01T10:00:00+08:00','2026-11-29T02:52:54.420+00:00',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "sheet_version" VALUES(27,1,27,3,1,'submitted','{"law": "8.5", "poise": "7"}',NULL,'2026-11-29T02:52:55.556+00:00','2026-11-29T02:52:55.556+00:00','key-1','1fa1fe9f2a96a91b7fd84049e013bdd39dd4bd8509bb9731740e4f71d46850e1',1,NULL,NULL);
INSERT INTO "sheet_version" VALUES(28,1,27,3,2,'submitted','{"law": "8.5", "poise": "7"}',NULL,'2026-11-29T02:52:55.570+00:00','2026-11-29T02:52:55.570+00:00','key-2','fdcea76cc3e39d7c6fea2dc4eab1c144afbb1b18cc097d2c154b22bc0300fc1f',2,NULL,NULL);
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
INSERT INTO "sign_in" VALUES(1,'39CJFzeXhsT_6wgJSLDhrVCRcNyRetR0',NULL,3,'2026-11-29T02:52:55.540+00:00',NULL,NULL,NULL,'2026-11-29T02:52:55.540+00:00');
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
INSERT INTO "snapshot" VALUES(1,1,'league',1,'{"stages":[{"stage":"semi"},{"stage":"final"}],"state":{"final":"hidden","semi":"hidden"}}','9834c34274009d3da722e0765f3f2d275c52990aa81f795d85e195e2a23397d8',NULL,'{"competition":{"key":"league","name":{"en":"The league","zh":"联赛"}},"decimals":2,"dimensions":[{"factor":"1","key":"law","max":"10","min":"0","name":{"en":"Law","zh":"法律"}},{"factor":"2","key":"poise","max":"10","min":"0","name":{"en":"Poise","zh":"风度"}}],"missing_sheet":"wait","stages":[{"key":"semi","name":{"en":"Semi-final","zh":"半决赛"},"rounds":[{"key":"semi-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"bus"}],"key":"semi-1","topic":"wages"},{"entries":[{"side":"labour","team":"post"},{"side":"employer","team":"rail"}],"key":"semi-2","topic":"wages"}],"name":{"en":"Semi-final round","zh":"半决赛轮"}}]},{"key":"final","name":{"en":"Final","zh":"决赛"},"rounds":[{"key":"final-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"post"}],"key":"last","topic":"wages"}],"name":{"en":"Final round","zh":"决赛轮"}}]}],"teams":[{"key":"metro","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"地铁队","zh":"地铁队"}},{"key":"bus","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"公交队","zh":"公交队"}},{"key":"post","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"邮政队","zh":"邮政队"}},{"key":"rail","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"铁路队","zh":"铁路队"}}],"topics":[{"focal_points":[{"key":"rise","title":{"en":"The rise","zh":"涨幅"}}],"key":"wages","title":{"en":"Wages","zh":"工资"}}],"visibility":"public"}','2026-11-29T02:52:54.217+00:00');
INSERT INTO "snapshot" VALUES(2,2,'contest',1,'{"stages":[{"stage":"written"},{"stage":"semi"},{"stage":"final"}],"state":{"final":"hidden","semi":"hidden","written":"hidden"}}','09e202e4e53d2eb839bfd3841b794b26afabe99cfab26d6f2e0673ff09519a0a',NULL,'{"competition":{"key":"contest","name":{"en":"Contest","zh":"比赛"}},"decimals":2,"dimensions":[{"factor":"1","key":"law","max":"10","min":"0","name":{"en":"Law","zh":"法律"}},{"factor":"2","key":"poise","max":"10","min":"0","name":{"en":"Poise","zh":"风度"}}],"missing_sheet":"wait","stages":[{"key":"written","name":{"en":"Written test","zh":"笔试"},"rounds":[]},{"key":"semi","name":{"en":"Semi-final","zh":"半决赛"},"rounds":[{"key":"semi-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"bus"}],"key":"semi-1","topic":"wages"},{"entries":[{"side":"labour","team":"post"},{"side":"employer","team":"rail"}],"key":"semi-2","topic":"wages"}],"name":{"en":"Semi-final round","zh":"半决赛轮"}}]},{"key":"final","name":{"en":"Final","zh":"决赛"},"rounds":[{"key":"final-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"post"}],"key":"last","topic":"wages"}],"name":{"en":"Final round","zh":"决赛轮"}}]}],"teams":[{"key":"metro","members":[{"key":"metro-1","name":{"en":"Member 1","zh":"选手1"}},{"key":"metro-2","name":{"en":"Member 2","zh":"选手2"},"reserve":true}],"name":{"en":"地铁队","zh":"地铁队"},"zone":"west"},{"key":"bus","members":[{"key":"bus-1","name":{"en":"Member 1","zh":"选手1"}},{"key":"bus-2","name":{"en":"Member 2","zh":"选手2"}}],"name":{"en":"公交队","zh":"公交队"},"zone":"east"},{"key":"post","members":[{"key":"post-1","name":{"en":"Member 1","zh":"选手1"}},{"key":"post-2","name":{"en":"Member 2","zh":"选手2"}}],"name":{"en":"邮政队","zh":"邮政队"},"zone":"west"},{"key":"rail","members":[{"key":"rail-1","name":{"en":"Member 1","zh":"选手1"}},{"key":"rail-2","name":{"en":"Member 2","zh":"选手2"}}],"name":{"en":"铁路队","zh":"铁路队"},"zone":"east"}],"topics":[{"focal_points":[{"key":"rise","title":{"en":"The rise","zh":"涨幅"}}],"key":"wages","title":{"en":"Wages","zh":"工资"}}],"visibility":"public"}','2026-11-29T02:52:54.441+00:00');
INSERT INTO "snapshot" VALUES(3,1,'league',2,'{"stages":[{"complete":true,"stage":"semi","standings":[{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"8.50","poise":"18.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"labour","total":"26.50"}],"rank":1,"team":"post","tied":false,"total":"26.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"9.00","poise":"16.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"labour","total":"25.00"}],"rank":2,"team":"metro","tied":false,"total":"25.00"},{"advances":null,"decided_by":null,"deductions":"1.5","dimensions":{"law":"7.00","poise":"15.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"employer","total":"20.50"}],"rank":3,"team":"bus","tied":false,"total":"20.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"6.00","poise":"14.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"employer","total":"20.00"}],"rank":4,"team":"rail","tied":false,"total":"20.00"}],"unranked":[],"warnings":[]},{"stage":"final"}],"state":{"final":"hidden","semi":"published"}}','cc3cc6e2efa3d5670a27f436f0dd4a568c1d8f0b58fc544546dbfd0dd2dfad90','9834c34274009d3da722e0765f3f2d275c52990aa81f795d85e195e2a23397d8','{"competition":{"key":"league","name":{"en":"The league","zh":"联赛"}},"decimals":2,"dimensions":[{"factor":"1","key":"law","max":"10","min":"0","name":{"en":"Law","zh":"法律"}},{"factor":"2","key":"poise","max":"10","min":"0","name":{"en":"Poise","zh":"风度"}}],"missing_sheet":"wait","record_sha256":"fdae8cab61cfd5864da0ccef82d24e32241d418f7df01117db182d6d5eba01ec","stages":[{"key":"semi","name":{"en":"Semi-final","zh":"半决赛"},"rounds":[{"key":"semi-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"bus"}],"key":"semi-1","topic":"wages"},{"entries":[{"side":"labour","team":"post"},{"side":"employer","team":"rail"}],"key":"semi-2","topic":"wages"}],"name":{"en":"Semi-final round","zh":"半决赛轮"}}]},{"key":"final","name":{"en":"Final","zh":"决赛"},"rounds":[{"key":"final-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"post"}],"key":"last","topic":"wages"}],"name":{"en":"Final round","zh":"决赛轮"}}]}],"teams":[{"key":"metro","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"地铁队","zh":"地铁队"}},{"key":"bus","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"公交队","zh":"公交队"}},{"key":"post","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"邮政队","zh":"邮政队"}},{"key":"rail","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"铁路队","zh":"铁路队"}}],"topics":[{"focal_points":[{"key":"rise","title":{"en":"The rise","zh":"涨幅"}}],"key":"wages","title":{"en":"Wages","zh":"工资"}}],"visibility":"public"}','2026-11-29T02:52:55.594+00:00');
INSERT INTO "snapshot" VALUES(4,1,'league',3,'{"corrections":[{"at":"2026-11-29T02:52:55.854+00:00","number":1,"reason":"The winner is announced later","stage":"semi"}],"stages":[{"complete":true,"stage":"semi","standings":[{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"8.50","poise":"18.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"labour","total":"26.50"}],"rank":1,"team":"post","tied":false,"total":"26.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"9.00","poise":"16.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"labour","total":"25.00"}],"rank":2,"team":"metro","tied":false,"total":"25.00"},{"advances":null,"decided_by":null,"deductions":"1.5","dimensions":{"law":"7.00","poise":"15.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-1","side":"employer","total":"20.50"}],"rank":3,"team":"bus","tied":false,"total":"20.50"},{"advances":null,"decided_by":null,"deductions":"0","dimensions":{"law":"6.00","poise":"14.00"},"entries":[{"counted":["li-na","zhang-wei","jo"],"dropped":{"law":[],"poise":[]},"match":"semi-2","side":"employer","total":"20.00"}],"rank":4,"team":"rail","tied":false,"total":"20.00"}],"unranked":[],"warnings":[]},{"stage":"final"}],"state":{"final":"hidden","semi":"frozen"}}','888f63f6f9f9f0b2a35313403569fee4e6af0c07305a52b01257b3932744d523','cc3cc6e2efa3d5670a27f436f0dd4a568c1d8f0b58fc544546dbfd0dd2dfad90','{"competition":{"key":"league","name":{"en":"The league","zh":"联赛"}},"decimals":2,"dimensions":[{"factor":"1","key":"law","max":"10","min":"0","name":{"en":"Law","zh":"法律"}},{"factor":"2","key":"poise","max":"10","min":"0","name":{"en":"Poise","zh":"风度"}}],"frozen_at":{"semi":"2026-11-29T02:52Z"},"missing_sheet":"wait","stages":[{"key":"semi","name":{"en":"Semi-final","zh":"半决赛"},"rounds":[{"key":"semi-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"bus"}],"key":"semi-1","topic":"wages"},{"entries":[{"side":"labour","team":"post"},{"side":"employer","team":"rail"}],"key":"semi-2","topic":"wages"}],"name":{"en":"Semi-final round","zh":"半决赛轮"}}]},{"key":"final","name":{"en":"Final","zh":"决赛"},"rounds":[{"key":"final-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"post"}],"key":"last","topic":"wages"}],"name":{"en":"Final round","zh":"决赛轮"}}]}],"teams":[{"key":"metro","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"地铁队","zh":"地铁队"}},{"key":"bus","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"公交队","zh":"公交队"}},{"key":"post","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"邮政队","zh":"邮政队"}},{"key":"rail","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"铁路队","zh":"铁路队"}}],"topics":[{"focal_points":[{"key":"rise","title":{"en":"The rise","zh":"涨幅"}}],"key":"wages","title":{"en":"Wages","zh":"工资"}}],"visibility":"public"}','2026-11-29T02:52:55.855+00:00');
INSERT INTO "snapshot" VALUES(5,1,'league',4,'{"corrections":[{"at":"2026-11-29T02:52:55.854+00:00","number":1,"reason":"The winner is announced later","stage":"semi"}],"stages":[{"complete":false,"stage":"semi","standings":[],"unranked":[],"warnings":[]},{"stage":"final"}],"state":{"final":"hidden","semi":"frozen"}}','6ebf17bb2470f57713f31f3d5889908faad371a92fee5af627ce4f6872f06f4c','888f63f6f9f9f0b2a35313403569fee4e6af0c07305a52b01257b3932744d523','{"competition":{"key":"league","name":{"en":"The league","zh":"联赛"}},"decimals":2,"dimensions":[{"factor":"1","key":"law","max":"10","min":"0","name":{"en":"Law","zh":"法律"}},{"factor":"2","key":"poise","max":"10","min":"0","name":{"en":"Poise","zh":"风度"}}],"frozen_at":{"semi":"2026-11-29T02:52Z"},"missing_sheet":"wait","reveal":{"stage":"semi","to_come":4},"stages":[{"key":"semi","name":{"en":"Semi-final","zh":"半决赛"},"rounds":[{"key":"semi-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"bus"}],"key":"semi-1","topic":"wages"},{"entries":[{"side":"labour","team":"post"},{"side":"employer","team":"rail"}],"key":"semi-2","topic":"wages"}],"name":{"en":"Semi-final round","zh":"半决赛轮"}}]},{"key":"final","name":{"en":"Final","zh":"决赛"},"rounds":[{"key":"final-round","matches":[{"entries":[{"side":"labour","team":"metro"},{"side":"employer","team":"post"}],"key":"last","topic":"wages"}],"name":{"en":"Final round","zh":"决赛轮"}}]}],"teams":[{"key":"metro","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"地铁队","zh":"地铁队"}},{"key":"bus","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"公交队","zh":"公交队"}},{"key":"post","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"邮政队","zh":"邮政队"}},{"key":"rail","members":[{"key":"first","name":{"en":"陈晨","zh":"陈晨"}}],"name":{"en":"铁路队","zh":"铁路队"}}],"topics":[{"focal_points":[{"key":"rise","title":{"en":"The rise","zh":"涨幅"}}],"key":"wages","title":{"en":"Wages","zh":"工资"}}],"visibility":"public"}','2026-11-29T02:52:55.900+00:00');
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
	source JSON, teams JSON, kind VARCHAR(16), max VARCHAR(64), per VARCHAR(16), combine JSON, provisional_until VARCHAR(40), 
	CONSTRAINT pk_stage PRIMARY KEY (id), 
	CONSTRAINT fk_stage_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT uq_stage_competition_id_key UNIQUE (competition_id, "key")
);
INSERT INTO "stage" VALUES(1,1,0,'semi','{"zh": "\u534a\u51b3\u8d5b", "en": "Semi-final"}','frozen','mean',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "stage" VALUES(2,1,1,'final','{"zh": "\u51b3\u8d5b", "en": "Final"}','hidden','mean','[{"stage": "semi", "weight": "0.5"}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "stage" VALUES(3,2,0,'written','{"zh": "\u7b14\u8bd5", "en": "Written test"}','hidden','mean',NULL,NULL,NULL,NULL,NULL,'["metro", "bus", "post", "rail"]','paper','100','member','{"best": 1}','2026-05-02T12:00:00+08:00');
INSERT INTO "stage" VALUES(4,2,1,'semi','{"zh": "\u534a\u51b3\u8d5b", "en": "Semi-final"}','hidden','mean','[{"stage": "written", "weight": "0.1"}]',NULL,NULL,NULL,NULL,'["metro", "bus", "post", "rail"]',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "stage" VALUES(5,2,2,'final','{"zh": "\u51b3\u8d5b", "en": "Final"}','hidden','mean','[{"stage": "semi", "weight": "0.5"}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
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
	source JSON, short_name JSON, withdrawn_from VARCHAR(64), disqualified BOOLEAN, reason JSON, seed INTEGER, 
	CONSTRAINT pk_team PRIMARY KEY (id), 
	CONSTRAINT fk_team_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT uq_team_competition_id_key UNIQUE (competition_id, "key")
);
INSERT INTO "team" VALUES(1,1,0,'metro','{"zh": "\u5730\u94c1\u961f", "en": "\u5730\u94c1\u961f"}',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "team" VALUES(2,1,1,'bus','{"zh": "\u516c\u4ea4\u961f", "en": "\u516c\u4ea4\u961f"}',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "team" VALUES(3,1,2,'post','{"zh": "\u90ae\u653f\u961f", "en": "\u90ae\u653f\u961f"}',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "team" VALUES(4,1,3,'rail','{"zh": "\u94c1\u8def\u961f", "en": "\u94c1\u8def\u961f"}',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "team" VALUES(5,2,0,'metro','{"zh": "\u5730\u94c1\u961f", "en": "\u5730\u94c1\u961f"}',NULL,'west',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1);
INSERT INTO "team" VALUES(6,2,1,'bus','{"zh": "\u516c\u4ea4\u961f", "en": "\u516c\u4ea4\u961f"}',NULL,'east',NULL,NULL,NULL,NULL,NULL,NULL,NULL,2);
INSERT INTO "team" VALUES(7,2,2,'post','{"zh": "\u90ae\u653f\u961f", "en": "\u90ae\u653f\u961f"}',NULL,'west',NULL,NULL,NULL,NULL,NULL,NULL,NULL,3);
INSERT INTO "team" VALUES(8,2,3,'rail','{"zh": "\u94c1\u8def\u961f", "en": "\u94c1\u8def\u961f"}',NULL,'east',NULL,NULL,NULL,NULL,NULL,NULL,NULL,4);
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
INSERT INTO "topic" VALUES(2,2,0,'wages','{"zh": "\u5de5\u8d44", "en": "Wages"}',NULL,NULL,NULL);
CREATE TABLE zone (
	id INTEGER NOT NULL, 
	competition_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	name JSON NOT NULL, 
	placeholder BOOLEAN, 
	source JSON, 
	CONSTRAINT pk_zone PRIMARY KEY (id), 
	CONSTRAINT fk_zone_competition_id FOREIGN KEY(competition_id) REFERENCES competition (id), 
	CONSTRAINT uq_zone_competition_id_key UNIQUE (competition_id, "key")
);
INSERT INTO "zone" VALUES(1,2,0,'east','{"zh": "\u4e1c\u533a", "en": "East"}',NULL,NULL);
INSERT INTO "zone" VALUES(2,2,1,'west','{"zh": "\u897f\u533a", "en": "West"}',NULL,NULL);
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
CREATE INDEX ix_paper_score_team_id ON paper_score (team_id);
COMMIT;
