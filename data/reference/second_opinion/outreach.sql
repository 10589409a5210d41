-- 复算（second opinion）：普法宣传与培训。写法见 enforcement.sql。

-- name: publicity.items
SELECT coalesce(sum(qty_given), 0) AS value,
       coalesce(sum(qty_made), 0) AS "按定制数量计"
FROM publicity_materials
WHERE status = '有效' AND year(date) = $year AND kind = '宣传品';

-- name: publicity.posters
SELECT coalesce(sum(qty_given), 0) AS value,
       coalesce(sum(qty_made), 0) AS "按定制数量计"
FROM publicity_materials
WHERE status = '有效' AND year(date) = $year AND kind = '海报';

-- name: publicity.leaflets
SELECT coalesce(sum(qty_given), 0) AS value,
       coalesce(sum(qty_made), 0) AS "按定制数量计"
FROM publicity_materials
WHERE status = '有效' AND year(date) = $year AND kind = '折页';

-- name: publicity.events
SELECT count(*) AS value
FROM publicity_events
WHERE status = '有效' AND year(start_date) = $year;

-- name: trainings.sessions
SELECT count(*) AS value
FROM trainings
WHERE status = '有效' AND year(start_date) = $year;

-- name: outreach.audience
WITH trained AS (
    SELECT coalesce(sum(n_attended), 0) AS people FROM trainings
    WHERE status = '有效' AND year(start_date) = $year
), visited AS (
    SELECT coalesce(sum(n_onsite), 0) AS people FROM publicity_events
    WHERE status = '有效' AND year(start_date) = $year
)
SELECT trained.people + visited.people AS value,
       trained.people AS "仅计培训实到人数"
FROM trained, visited;

-- name: outreach.audience/item
SELECT '培训', coalesce(sum(n_attended), 0) FROM trainings
WHERE status = '有效' AND year(start_date) = $year
UNION ALL
SELECT '宣传活动', coalesce(sum(n_onsite), 0) FROM publicity_events
WHERE status = '有效' AND year(start_date) = $year;

-- name: outreach.audience/month
SELECT month(day) || '月', coalesce(sum(people), 0)
FROM (
    SELECT start_date AS day, n_attended AS people FROM trainings WHERE status = '有效'
    UNION ALL
    SELECT start_date, n_onsite FROM publicity_events WHERE status = '有效'
)
WHERE year(day) = $year
GROUP BY 1;

-- name: trainings.exam_pass_rate
SELECT 100.0 * sum(n_pass) / nullif(sum(n_exam), 0) AS value
FROM trainings
WHERE status = '有效' AND year(start_date) = $year AND n_exam > 0;
