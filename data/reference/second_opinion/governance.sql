-- 复算（second opinion）：组织领导与监督。写法见 enforcement.sql。

-- name: case_reviews.aspects
SELECT CASE WHEN count(*) > 0 THEN
           (count(s1) = count(*))::INTEGER + (count(s2) = count(*))::INTEGER
         + (count(s3) = count(*))::INTEGER + (count(s4) = count(*))::INTEGER
         + (count(s5) = count(*))::INTEGER + (count(s6) = count(*))::INTEGER
       END AS value
FROM case_reviews
WHERE status = '有效' AND year(date) = $year;

-- name: case_reviews.files
SELECT count(*) AS value
FROM case_reviews
WHERE status = '有效' AND year(date) = $year;

-- name: case_reviews.excellent_rate
SELECT 100.0 * count(*) FILTER (grade = '优秀') / nullif(count(*), 0) AS value
FROM case_reviews
WHERE status = '有效' AND year(date) = $year;

-- name: case_reviews.fixed_share
SELECT 100.0 * count(fixed_date) / nullif(count(*), 0) AS value
FROM case_reviews
WHERE status = '有效' AND year(date) = $year AND issues IS NOT NULL;

-- name: governance.briefings_per_quarter
SELECT min(briefings) AS value
FROM (
    SELECT quarters.q, count(governance.id) AS briefings
    FROM (VALUES (1), (2), (3), (4)) AS quarters (q)
    LEFT JOIN governance
      ON quarter(governance.date) = quarters.q AND year(governance.date) = $year
     AND governance.status = '有效' AND governance.kind = '法治工作汇报'
    GROUP BY quarters.q
);

-- name: governance.briefings
SELECT count(*) AS value
FROM governance
WHERE status = '有效' AND year(date) = $year AND kind = '法治工作汇报';

-- name: governance.decisions_share
SELECT 100.0 * count(*) FILTER (outcome = '通过') / nullif(count(*), 0) AS value
FROM governance
WHERE status = '有效' AND year(date) = $year
  AND kind = '党委会议题' AND topic = '重大行政决策';

-- name: governance.reward_rules
SELECT count(*) AS value
FROM governance
WHERE status = '有效' AND year(date) = $year
  AND kind = '规范性文件' AND title LIKE '%安全生产举报奖励实施办法%';

-- name: governance.leader_lectures
SELECT count(*) AS value
FROM governance
WHERE status = '有效' AND year(date) = $year AND kind = '讲法';

-- name: governance.study_sessions
SELECT count(*) AS value
FROM governance
WHERE status = '有效' AND year(date) = $year AND kind = '中心组学习';

-- name: plan.inspections_completion
SELECT 100.0 * count(*) / nullif((
           SELECT sum(target) FROM plan_targets
           WHERE status = '有效' AND year = $year AND metric_id = 'inspections.total'
       ), 0) AS value
FROM inspections
WHERE status = '有效' AND year(done_date) = $year AND scope LIKE '%双随机';
