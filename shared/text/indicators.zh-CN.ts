import type { IndicatorsTextKey } from './indicators.en.ts';
import type { Dictionary } from './text.ts';

/** 指标：名称、定义、分子、分母。 */
export const indicatorsZhCn: Dictionary<IndicatorsTextKey> = {
  'indicator.needWeighted.name': '需求加权覆盖率',
  'indicator.needWeighted.definition':
    '每项需求取“有效课时”与“需要课时”中较小者，求和后除以全部需要课时。只上一节不算覆盖；一处多上的，不能抵另一处的缺课。',
  'indicator.needWeighted.numerator': '各项需求的 min(有效课时, 需要课时) 之和',
  'indicator.needWeighted.denominator': '各项需求的需要课时之和',
  'indicator.pointsWithNeed.name': '需求教学点覆盖率',
  'indicator.pointsWithNeed.definition':
    '有需求的点中，为其需求上过至少一节有效直播课的点所占的比例。时段内至少一个教学日有生效需求的点都在分母里，不论需求现在的状态。',
  'indicator.pointsWithNeed.numerator': '为需求上过至少一节有效课的点',
  'indicator.pointsWithNeed.denominator': '至少一个教学日有生效需求的点',
  'indicator.validLessons.name': '有效课比例',
  'indicator.validLessons.definition':
    '计划课次中的有效课，每间听讲教室各计一次。实际时长、教室连通时长都达到设定比例，且有登记人数或课后确认的，为有效课。取消的课不计，计划外的课另计。',
  'indicator.validLessons.numerator': '有效课次（课 × 听讲教室）',
  'indicator.validLessons.denominator': '计划课次',
  'indicator.delivery.name': '开课率',
  'indicator.delivery.definition': '计划课次中已上的课：开始过并已结束，不论长短，每间听讲教室各计一次。',
  'indicator.delivery.numerator': '已上课次',
  'indicator.delivery.denominator': '计划课次',
  'indicator.offering.name': '开齐率',
  'indicator.offering.definition':
    '课程方案对点上现有年级要求的每一学科，都由本校教师任教，或在时段内上过有效直播课，这个点即为开齐。只有结对或排课而没有上课的不算。单日不统计。',
  'indicator.offering.numerator': '开齐的点',
  'indicator.offering.denominator': '有班级且有必开学科的点',
  'indicator.sufficiency.name': '开足率',
  'indicator.sufficiency.definition':
    '本校任教与有效直播课的课时合计，每个学科、年级最多计到要求的课时。按教学日折算。',
  'indicator.sufficiency.numerator': '已教课时，每学科每年级不超过要求',
  'indicator.sufficiency.denominator': '课程方案要求的课时',
  'indicator.regularUse.name': '常态化应用率',
  'indicator.regularUse.definition':
    '在设定比例的教学周里，每周至少上过一节有效课的听讲教室。周一落在时段内且有教学日的周为教学周；时段未结束时计到今天。单日不统计。',
  'indicator.regularUse.numerator': '达到设定比例的教室',
  'indicator.regularUse.denominator': '有听讲端的教室',
  'indicator.lectureEnds.name': '主讲端配备率',
  'indicator.lectureEnds.definition':
    '中心校及以上学校（中心校、乡镇校、城区校）中，至少有一间教室配主讲端的学校。按时段最后一天的登记。',
  'indicator.lectureEnds.numerator': '有主讲端的此类学校',
  'indicator.lectureEnds.denominator': '中心校及以上学校',
  'indicator.dedicatedRooms.name': '专用录播教室配备率',
  'indicator.dedicatedRooms.definition':
    '至少有一间专用录播教室的学校。教学点不单独算作学校。按时段最后一天的登记。',
  'indicator.dedicatedRooms.numerator': '有专用录播教室的学校',
  'indicator.dedicatedRooms.denominator': '学校（不含教学点）',
  'indicator.listeningEnds.name': '听讲端配备率',
  'indicator.listeningEnds.definition':
    '农村小规模学校和教学点中，至少有一间教室配听讲端的。按时段最后一天的登记。',
  'indicator.listeningEnds.numerator': '有听讲端的小规模学校和教学点',
  'indicator.listeningEnds.denominator': '农村小规模学校和教学点',
  'indicator.everydayKit.name': '常态化录播配备率',
  'indicator.everydayKit.definition':
    '配常态化录播的学校或教室。按学校还是按教室算由设置决定；按学校算时不含教学点。按时段最后一天的登记。',
  'indicator.everydayKit.numerator': '有常态化录播的学校（或教室）',
  'indicator.everydayKit.denominator': '学校（或教室）',
  'indicator.serviceable.name': '设备完好率',
  'indicator.serviceable.definition':
    '最近一次自检通过、且自检未超过设定天数的设备。已停用的设备不计。按时段最后一天。',
  'indicator.serviceable.numerator': '完好的设备',
  'indicator.serviceable.denominator': '设备',
  'indicator.pupilAttendance.name': '学生出勤率',
  'indicator.pupilAttendance.definition':
    '已上且登记了人数的课次：实到合计除以应到合计，实到超过应到的按应到计。没有登记人数的课次在旁边列出。',
  'indicator.pupilAttendance.numerator': '实到人数',
  'indicator.pupilAttendance.denominator': '应到人数',
  'indicator.punctuality.name': '准时率',
  'indicator.punctuality.definition': '计划课次中，课已上，且教室在计划开始后设定时间内在线的。',
  'indicator.punctuality.numerator': '准时课次',
  'indicator.punctuality.denominator': '计划课次',
  'indicator.remoteTurns.name': '远端发言比例',
  'indicator.remoteTurns.definition':
    '所主讲的专递课堂中，听讲教室的发言次数占全部发言（含主讲端本班）的比例。',
  'indicator.remoteTurns.numerator': '听讲教室的发言次数',
  'indicator.remoteTurns.denominator': '全部发言次数',
  'indicator.turnBalance.name': '关注均衡度',
  'indicator.turnBalance.definition':
    '每节课中发言最少的听讲教室与最多的之比（最少 ÷ 最多），各节课取平均。只有一间教室在线、或无人发言的课不计。',
  'indicator.turnBalance.numerator': '各节课“最少 ÷ 最多”之和',
  'indicator.turnBalance.denominator': '至少两间教室在线且有发言的课',
  'indicator.leadRatio.name': '一校带多点',
  'indicator.leadRatio.definition':
    '有生效结对的主讲学校，平均每校通过结对带动的教学点和学校：时段内至少上过一节有效课的才算。',
  'indicator.leadRatio.numerator': '结对并上过有效课的教学点和学校（按主讲学校分别计）',
  'indicator.leadRatio.denominator': '有生效结对的主讲学校',
  'indicator.activeGroups.name': '活跃教研组',
  'indicator.activeGroups.definition': '时段内至少开展过一次活动的备课组、共同体和名师工作室。',
  'indicator.activeGroups.numerator': '有活动的组',
  'indicator.activeGroups.denominator': '已登记的组',
  'indicator.activePairs.name': '活跃城乡结对',
  'indicator.activePairs.definition': '时段内至少共同上过一次课或教研过一次的城乡结对。',
  'indicator.activePairs.numerator': '有共同活动的结对',
  'indicator.activePairs.denominator': '已登记的结对',
  'indicator.workload.name': '教师工作量',
  'indicator.workload.definition':
    '教师主讲、助教、教研的时间合计，除以时段内参与过的教师人数。只计按姓名登录、已上的课；在其任职的学校计。',
  'indicator.workload.numerator': '主讲、助教、教研的分钟数',
  'indicator.workload.denominator': '参与的教师人数',
  'indicator.availability.name': '技术可用率',
  'indicator.availability.definition':
    '已上课次的计划时间中，教室既未断开、画面也未卡住的时间。没有上的课不计。',
  'indicator.availability.numerator': '无断线、无卡顿的分钟数',
  'indicator.availability.denominator': '已上课次的计划分钟数',
};
