-- 复算（second opinion）：行政审批。写法见 enforcement.sql。

-- name: permits.total
SELECT count(DISTINCT accept_no) FILTER (year(decision_date) = $year) AS value,
       count(DISTINCT accept_no) FILTER (year(accept_date) = $year) AS "按受理日期计",
       count(DISTINCT accept_no) FILTER (
           year(decision_date) = $year AND act_kind = '许可'
       ) AS "仅计行政许可（不含备案）"
FROM permits
WHERE status = '有效';

-- name: permits.total/item
SELECT item, count(*)
FROM permits WHERE status = '有效' AND year(decision_date) = $year GROUP BY 1;

-- name: permits.total/month
SELECT month(decision_date) || '月', count(*)
FROM permits WHERE status = '有效' AND year(decision_date) = $year GROUP BY 1;

-- name: permits.hazchem
SELECT count(*) AS value,
       count(*) FILTER (business_type = '首次') AS "仅计首次核发"
FROM permits
WHERE status = '有效' AND year(decision_date) = $year
  AND item = '危险化学品经营许可证核发';

-- name: permits.precursor
SELECT count(*) AS value,
       count(*) FILTER (business_type = '首次') AS "仅计首次备案"
FROM permits
WHERE status = '有效' AND year(decision_date) = $year
  AND item = '第三类非药品类易制毒化学品经营备案';

-- name: permits.other
SELECT count(*) AS value
FROM permits
WHERE status = '有效' AND year(decision_date) = $year
  AND item <> '危险化学品经营许可证核发'
  AND item <> '第三类非药品类易制毒化学品经营备案';

-- name: permits.overturned
SELECT (SELECT count(*) FROM permits
        WHERE status = '有效' AND year(decision_date) = $year AND outcome IN ('变更', '撤销'))
     + (SELECT count(*) FROM penalties
        WHERE status = '有效' AND year(decision_date) = $year AND outcome IN ('变更', '撤销'))
     + (SELECT count(*) FROM governance
        WHERE status = '有效' AND year(date) = $year
          AND kind = '上级撤销变更' AND NOT EXISTS (
              SELECT 1 FROM permits
              WHERE status = '有效' AND year(decision_date) = $year AND accept_no = ref
          ) AND NOT EXISTS (
              SELECT 1 FROM penalties
              WHERE status = '有效' AND year(decision_date) = $year AND case_no = ref
          )) AS value;

-- name: permits.accepted
SELECT count(*) AS value
FROM permits
WHERE status = '有效' AND year(accept_date) = $year;

-- name: permits.days_mean
SELECT sum(date_diff('day', accept_date, decision_date)) * 1.0 / nullif(count(*), 0) AS value
FROM permits
WHERE status = '有效' AND year(decision_date) = $year;

-- name: permits.on_time_share
SELECT 100.0 * count(*) FILTER (date_diff('day', accept_date, decision_date) <= promised_days)
       / nullif(count(*), 0) AS value
FROM permits
WHERE status = '有效' AND year(decision_date) = $year;

-- name: permits.tolerant
SELECT count(*) AS value
FROM permits
WHERE status = '有效' AND year(decision_date) = $year AND tolerant;

-- name: permits.green_channel
SELECT count(*) AS value
FROM permits
WHERE status = '有效' AND year(decision_date) = $year AND green_channel;
