import type { Texts } from '../../texts';
import bills from './bills';
import customers from './customers';
import relationships from './relationships';
import subscriptions from './subscriptions';

const texts: Texts['partner'] = {
  ...customers,
  ...relationships,
  ...subscriptions,
  bills,
  columns: {
    customer: '客户',
    domain: '域名',
    country: '国家或地区',
    since: '开始日期',
    services: '已获权限的服务',
    status: '状态',
    ended: '结束日期',
    service: '服务',
    granted: '授予日期',
    endReason: '结束原因',
    offer: '产品',
    seats: '席位',
    from: '首日',
    until: '末日',
    termEnds: '续订日期',
  },
  filters: {
    search: '名称或域名',
    status: '状态',
    service: '拥有该服务的权限',
    privileges: '权限',
    with: '有权限',
    without: '没有任何权限',
    withoutFor: '没有该服务的权限',
    withoutNone: '不限',
    from: '接受日期起',
    to: '接受日期止',
    order: '排序',
    orders: { newest: '最新的在前', oldest: '最早的在前', name: '按名称升序', nameDown: '按名称降序' },
    more: '更多筛选条件',
    clear: '清除所有筛选条件',
    offer: '产品',
    ofService: '服务',
  },
  noPrivileges: '无',
  onGoing: '持续中',
  imported: '由导入产生',
  help: {
    DAP_REQUIRED: '请让客户再次接受贵公司的链接，即可恢复权限。',
    CUSTOMER_EXISTS: '请将贵公司的链接发送给该客户。其管理员接受后，该客户即会出现在您的列表中。',
    NO_RELATIONSHIP: '请在“关系”页面查看该关系的情况。',
    toRequest: '获取链接',
    toLinks: '前往贵公司的链接',
    toRelationships: '前往关系',
  },
  report: {
    rows: '报表中某一数字所对应的记录，截至{{moment}}',
    rowsNow: '报表中某一数字所对应的记录，以当前情况为准',
    malformedTitle: '此地址没有指明可以显示的记录',
    malformed: '地址可能在复制时被截断。请在报表中重新打开该数字，或查看全部记录。',
    notYours: '此地址所指的记录属于另一家公司，您无权查看。',
    empty: '没有记录。',
  },
};
export default texts;
