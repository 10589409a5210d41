-- 复算（second opinion）：执法检查与处罚。按指标目录的口径另写，不看笔记本。
-- 每个指标一条查询：第一列是值，其后各列是读法（列名即读法名称）；
-- 名称带“/维度”的查询给出分项：第一列分项名，第二列值。$year 为报告年度；
-- code_names 是登记簿定义中的代码与名称。

-- name: inspections.internal
SELECT count(*) AS value,
       count(DISTINCT obj_key) AS "按单位去重（家）"
FROM inspections
WHERE status = '有效' AND year(done_date) = $year AND scope = '部门内双随机';

-- name: inspections.joint
SELECT count(*) AS value,
       count(DISTINCT obj_key) AS "按单位去重（家）",
       coalesce(sum(1 + len(string_split(partners, '；'))), 0) AS "按参与部门累计（部门·家次）"
FROM inspections
WHERE status = '有效' AND year(done_date) = $year AND scope = '跨部门双随机';

-- name: inspections.total
SELECT count(*) AS value,
       count(DISTINCT obj_key) AS "按单位去重（家）"
FROM inspections
WHERE status = '有效' AND year(done_date) = $year AND scope LIKE '%双随机';

-- name: inspections.total/month
SELECT month(done_date) || '月', count(*)
FROM inspections
WHERE status = '有效' AND year(done_date) = $year AND scope LIKE '%双随机'
GROUP BY 1;

-- name: inspections.total/town
SELECT (SELECT max(name) FROM code_names WHERE field = 'town_code' AND code = town_code), count(*)
FROM inspections
WHERE status = '有效' AND year(done_date) = $year AND scope LIKE '%双随机'
GROUP BY 1;

-- name: inspections.total/sector
SELECT sector, count(*)
FROM inspections
WHERE status = '有效' AND year(done_date) = $year AND scope LIKE '%双随机'
GROUP BY 1;

-- name: inspections.enterprises
SELECT count(DISTINCT obj_key) AS value
FROM inspections
WHERE status = '有效' AND year(done_date) = $year AND scope LIKE '%双随机';

-- name: inspections.with_problems_rate
SELECT 100.0 * count(*) FILTER (list_has_any(
           string_split(result, '；'), ['发现问题经责令已改正', '发现问题待后续处理']
       )) / nullif(count(*), 0) AS value
FROM inspections
WHERE status = '有效' AND year(done_date) = $year AND scope LIKE '%双随机';

-- name: inspections.published_share
SELECT 100.0 * count(pub_date) / nullif(count(*), 0) AS value
FROM inspections
WHERE status = '有效' AND year(done_date) = $year AND scope LIKE '%双随机';

-- name: hazards.found
SELECT count(*) AS value,
       count(*) FILTER (nature = '事故隐患') AS "仅计事故隐患",
       (SELECT coalesce(sum(n_items), 0) FROM orders
        WHERE status = '有效' AND year(issue_date) = $year) AS "按指令书所列条数",
       (SELECT coalesce(sum(n_viol), 0) + coalesce(sum(n_gen), 0) + coalesce(sum(n_major), 0)
        FROM inspections
        WHERE status = '有效' AND year(done_date) = $year
          AND scope LIKE '%双随机') AS "按检查台账各次检查项数累计"
FROM hazards
WHERE status = '有效' AND year(found_date) = $year;

-- name: hazards.found/month
SELECT month(found_date) || '月', count(*)
FROM hazards WHERE status = '有效' AND year(found_date) = $year GROUP BY 1;

-- name: hazards.found/town
SELECT (SELECT max(name) FROM code_names WHERE field = 'town_code' AND code = town_code), count(*)
FROM hazards WHERE status = '有效' AND year(found_date) = $year GROUP BY 1;

-- name: hazards.found/sector
SELECT sector, count(*)
FROM hazards WHERE status = '有效' AND year(found_date) = $year GROUP BY 1;

-- name: hazards.found/item
SELECT category, count(*)
FROM hazards WHERE status = '有效' AND year(found_date) = $year GROUP BY 1;

-- name: hazards.major
SELECT count(*) AS value
FROM hazards
WHERE status = '有效' AND year(found_date) = $year AND level = '重大';

-- name: hazards.rectified_rate
SELECT 100.0 * count(*) FILTER (state = '已整改') / nullif(count(*), 0) AS value
FROM hazards
WHERE status = '有效' AND year(found_date) = $year;

-- name: hazards.per_inspection
SELECT 1.0 * (coalesce(sum(n_viol), 0) + coalesce(sum(n_gen), 0) + coalesce(sum(n_major), 0))
       / nullif(count(*), 0) AS value
FROM inspections
WHERE status = '有效' AND year(done_date) = $year AND scope LIKE '%双随机';

-- name: orders.issued
SELECT count(DISTINCT doc_no) AS value,
       count(DISTINCT doc_no) FILTER (record_no IN (
           SELECT record_no FROM inspections
           WHERE status = '有效' AND year(done_date) = $year AND scope LIKE '%双随机'
       )) AS "仅计“双随机”检查下达的指令书"
FROM orders
WHERE status = '有效' AND year(issue_date) = $year;

-- name: orders.rechecked_share
SELECT 100.0 * count(recheck_date) / nullif(count(*), 0) AS value
FROM orders
WHERE status = '有效' AND year(issue_date) = $year;

-- name: penalties.cases
SELECT count(*) FILTER (year(decision_date) = $year) AS value,
       count(*) FILTER (year(filed_date) = $year) AS "按立案日期计"
FROM penalties
WHERE status = '有效' AND NOT coalesce(list_contains(string_split(kinds, '；'), '不予行政处罚'), FALSE);

-- name: penalties.cases/month
SELECT month(decision_date) || '月', count(*)
FROM penalties
WHERE status = '有效' AND year(decision_date) = $year
  AND NOT coalesce(list_contains(string_split(kinds, '；'), '不予行政处罚'), FALSE)
GROUP BY 1;

-- name: penalties.fine_total
SELECT coalesce(sum(fine_yuan) FILTER (year(decision_date) = $year), 0) AS value,
       coalesce(sum(paid_yuan) FILTER (year(decision_date) = $year), 0) AS "按实际收缴金额计",
       coalesce(sum(fine_yuan) FILTER (year(filed_date) = $year), 0) AS "按立案日期计"
FROM penalties
WHERE status = '有效' AND NOT coalesce(list_contains(string_split(kinds, '；'), '不予行政处罚'), FALSE);

-- name: penalties.fine_total/item
SELECT doc_no, fine_yuan
FROM penalties
WHERE status = '有效' AND year(decision_date) = $year
  AND NOT coalesce(list_contains(string_split(kinds, '；'), '不予行政处罚'), FALSE);

-- name: penalties.fine_mean
SELECT sum(fine_yuan) / nullif(count(*), 0) AS value
FROM penalties
WHERE status = '有效' AND year(decision_date) = $year
  AND NOT coalesce(list_contains(string_split(kinds, '；'), '不予行政处罚'), FALSE);

-- name: penalties.collected_total
SELECT coalesce(sum(paid_yuan), 0) AS value
FROM penalties
WHERE status = '有效' AND year(decision_date) = $year
  AND NOT coalesce(list_contains(string_split(kinds, '；'), '不予行政处罚'), FALSE);

-- name: penalties.reviewed_share
SELECT 100.0 * count(*) FILTER (review_date <= decision_date) / nullif(count(*), 0) AS value
FROM penalties
WHERE status = '有效' AND year(decision_date) = $year
  AND NOT coalesce(list_contains(string_split(kinds, '；'), '不予行政处罚'), FALSE);
