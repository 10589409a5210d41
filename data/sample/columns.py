"""The headers each register is exported with, in order; `header=key`, one line a register."""

from __future__ import annotations

from dataclasses import dataclass, replace

INSPECTIONS = (
    "抽查计划编号=plan_no 抽查计划名称=plan_name 抽查任务编号=task_no 抽查类型=spot_type "
    "检查性质=scope 抽查机关(牵头)=lead 参与部门=partners 检查对象名称=obj_name "
    "统一社会信用代码=uscc 所属街镇=town_code 行业类别=sector 检查事项=items 检查日期=insp_date "
    "抽查完成日期=done_date 执法人员=officers 执法证号=cert_nos 检查结果=result "
    "查处违法违规行为(项)=n_viol 一般隐患(项)=n_gen 重大隐患(项)=n_major 其中挂牌督办=n_listed "
    "现场检查记录文号=record_no 公示日期=pub_date 状态=status 备注=note"
)
ORDERS = (
    "文书编号=doc_no 检查记录文号=record_no 被检查单位=obj_name 统一社会信用代码=uscc "
    "问题/隐患清单=issues 条数=n_items 责令整改项(第几项)=item_refs 整改期限=due_date "
    "复议机关=review_gov 诉讼法院=court 执法人员1=officer_1 执法证号1=cert_1 执法人员2=officer_2 "
    "执法证号2=cert_2 被检查单位负责人=signer 文书日期=issue_date 送达日期=served_date "
    "复查意见书文号=recheck_no 复查日期=recheck_date 复查结论=outcome 状态=status 备注=note"
)
HAZARDS = (
    "隐患编号=hazard_id 检查记录文号=record_no 指令书编号=doc_no 被检查单位=obj_name "
    "所属街镇=town_code 行业类别=sector 性质=nature 类别=category 隐患级别=level 隐患描述=desc "
    "部位=place 排查日期=found_date 整改措施=measure 责任人=owner 整改资金(万元)=cost_yuan "
    "整改期限=due_date 整改完成日期=fixed_date 验收人=verifier 复查日期=recheck_date "
    "整改状态=state 挂牌督办=listed 状态=status 备注=note"
)
PENALTIES = (
    "案号=case_no 行政相对人名称=party_name 行政相对人类别=party_kind "
    "行政相对人代码_1(统一社会信用代码)=party_code 行政处罚决定书文号=doc_no "
    "违法行为类型=violation 违法事实=facts 处罚依据=basis 处罚类别=kinds 处罚内容=content "
    "罚款金额(万元)=fine_yuan 没收违法所得、没收非法财物的金额(万元)=confiscated_yuan "
    "暂扣或吊销证照名称及编号=licence 来源检查记录文号=source_record_no "
    "立案日期=filed_date 程序=procedure 法制审核日期=review_date 告知日期=notice_date "
    "处罚决定日期=decision_date 缴款日期=paid_date "
    "实际收缴(万元)=paid_yuan 结案日期=closed_date 复议诉讼结果=outcome 公示日期=pub_date "
    "处罚机关=organ 状态=status 备注=note"
)
PERMITS = (
    "受理号=accept_no 行政相对人名称=party_name 行政相对人类别=party_kind "
    "行政相对人代码_1(统一社会信用代码)=party_code 法定代表人=legal_person "
    "行政许可决定文书名称=doc_name 行政许可决定文书号=doc_no 许可类别=permit_class 事项名称=item "
    "行为性质=act_kind 业务类型=business_type 申请日期=apply_date 受理日期=accept_date "
    "许可决定日期=decision_date 办理结果=result 有效期自=valid_from 有效期至=valid_to "
    "法定时限=legal_days 承诺时限=promised_days 容缺受理=tolerant 绿色通道=green_channel "
    "复议诉讼结果=outcome 许可机关=organ 状态=status 备注=note"
)
EVENTS = (
    "活动编号=event_id 活动名称=name 主题节点=campaign 活动日期(起)=start_date "
    "活动日期(止)=end_date 地点=place 所属街镇=town_code 主办科室=host 形式=form 参加人数=n_onsite "
    "线上人次=n_online 咨询人次=n_consult 计量单位=unit 状态=status 备注=note"
)
MATERIALS = (
    "类别=kind 批次号=batch_no 物料名称=item 单位=unit 定制数量=qty_made 发放数量=qty_given "
    "发放日期=date 活动编号=event_id 经费(元)=cost_yuan 状态=status 备注=note"
)
TRAININGS = (
    "培训编号=train_id 培训名称=name 日期(起)=start_date 日期(止)=end_date 学时=hours "
    "主题/法律法规=topic 方向=direction 方式=mode 对象=audience 应到人数=n_invited "
    "实到人数=n_attended 计量单位=unit 考试人数=n_exam 合格人数=n_pass 主讲人=lecturer "
    "签到表编号=sheet_no 状态=status 备注=note"
)
REVIEWS = (
    "评查批次=batch 评查日期=date 评查方式=method 案卷类型=file_type 案号/文书号=case_no "
    "基本标准否决项=veto 执法主体资格=s1 事实证据=s2 法律适用=s3 执法程序=s4 裁量基准=s5 "
    "卷宗规范=s6 总分=score 等次=grade 主要问题=issues 整改期限=due_date 整改完成日期=fixed_date "
    "评查人=reviewers 状态=status 备注=note"
)
PLAN = (
    "年度=year 指标编码=metric_id 指标名称=name 计划数=target 单位=unit 口径=definition "
    "依据文号=doc_no 批准日期=approved_date 责任科室=owner 状态=status 备注=note"
)
GOVERNANCE = (
    "类型=kind 编号=id 日期=date 题目=title 议题类别=topic 文号=doc_no 关联案号/受理号=ref "
    "结果=outcome 证明材料号=evidence_no 状态=status 备注=note"
)

# Other headers of the same fields: the national codes, and a column in 元.
PENALTY_CODES = {
    "party_name": "CF_XDR_MC",
    "party_kind": "CF_XDR_LB",
    "party_code": "CF_XDR_SHXYM",
    "doc_no": "CF_WSH",
    "violation": "CF_WFXW",
    "facts": "CF_SY",
    "basis": "CF_YJ",
    "kinds": "CF_CFLB",
    "content": "CF_NR",
    "fine_yuan": "CF_NR_FK",
    "confiscated_yuan": "CF_NR_WFFF",
    "licence": "CF_NR_ZKDX",
    "decision_date": "CF_JDRQ",
    "organ": "CF_CFJG",
    "note": "BZ",
}
PERMIT_CODES = {
    "party_name": "XK_XDR_MC",
    "party_kind": "XK_XDR_LB",
    "party_code": "XK_XDR_SHXYM",
    "legal_person": "XK_FRDB",
    "doc_name": "XK_XKWS",
    "doc_no": "XK_WSH",
    "permit_class": "XK_XKLB",
    "decision_date": "XK_JDRQ",
    "valid_from": "XK_YXQZ",
    "valid_to": "XK_YXQZI",
    "organ": "XK_XKJG",
    "note": "BZ",
}
IN_YUAN = {
    "fine_yuan": "罚款金额（元）",
    "paid_yuan": "实际收缴（元）",
    "confiscated_yuan": "没收金额（元）",
}

YUAN_PER_WAN = 10000


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    Attributes:
        header: Text of its header cell.
        key: Key of the value in a row.
        group: Text of the merged header cell above, of a two-level header.
        scale: How many 元 one unit of the column is, for money.
    """

    header: str
    key: str
    group: str = ""
    scale: int = 1


def columns(
    register: str,
    renamed: dict[str, str] | None = None,
    groups: dict[str, str] | None = None,
    wan: tuple[str, ...] = (),
) -> tuple[Column, ...]:
    """Return the columns of a *register* line.

    Args:
        register: One of the lines above.
        renamed: Header by key, where this export uses another one.
        groups: Header of the upper level by key.
        wan: Keys of money columns in 万元.
    """
    pairs = [part.rsplit("=", 1) for part in register.split()]
    plain = (Column(header, key) for header, key in pairs)
    return tuple(
        replace(
            column,
            header=(renamed or {}).get(column.key, column.header),
            group=(groups or {}).get(column.key, ""),
            scale=YUAN_PER_WAN if column.key in wan else 1,
        )
        for column in plain
    )
