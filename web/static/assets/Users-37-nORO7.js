import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,H as n}from"./useHover-BOszAHuq.js";import{B as r,F as i,t as a}from"./buttons-mCLyp1XO.js";import{i as o,t as s}from"./table-CzIFNJs1.js";import{t as c}from"./i18n-DGBeBXiu.js";import{o as l}from"./viewer-DkHSt1_2.js";import{a as u,i as d,n as f,r as p,t as m}from"./states-DlsJJ69-.js";import{i as h}from"./page-BsgvCdsb.js";import{t as g}from"./format-fsqIrqlt.js";import{n as _,r as v,t as y}from"./newest-D33m3RrW.js";var b=t(),x=l(`
    query OnePartnerHistory($id: ID!, $locale: String!, $first: Int, $after: String) {
      partner(id: $id) {
        id
        history(last: $first, before: $after) {
          nodes { ...HistoryEvent }
          pageInfo { hasPreviousPage startCursor }
        }
      }
    }
  `,[_]),S=l(`
    query OneCustomerHistory($id: ID!, $locale: String!, $first: Int, $after: String) {
      customer(id: $id) {
        id
        history(last: $first, before: $after) {
          nodes { ...HistoryEvent }
          pageInfo { hasPreviousPage startCursor }
        }
      }
    }
  `,[_]);function C({id:e}){let t={id:e,locale:c()};return(0,b.jsx)(T,{list:o(x,t,e=>y(e.partner?.history),25)})}function w({id:e}){let t={id:e,locale:c()};return(0,b.jsx)(T,{list:o(S,t,e=>y(e.customer?.history),25)})}function T({list:e}){let{t}=i(`operator`);return(0,b.jsx)(h,{title:t(`history`),children:(0,b.jsx)(v,{label:t(`history`),list:e})})}var E=e(n(),1);function D({list:e,empty:t,...n}){let{t:r}=i(),o=g(),{rows:c,total:l,error:u}=e;if(c.length===0)return u?(0,b.jsx)(p,{error:u,onRetry:e.retry}):e.fetching?(0,b.jsx)(d,{rows:3}):t;let f=o.number(c.length);return(0,b.jsxs)(b.Fragment,{children:[(0,b.jsx)(s,{...n,rows:c}),u&&(0,b.jsx)(p,{error:u,onRetry:e.retry}),(0,b.jsxs)(`div`,{className:`list-end`,children:[(0,b.jsx)(`p`,{role:`status`,children:l===null?r(`rowsShown`,{shown:f}):r(`rowsOf`,{shown:f,total:o.number(l)})}),e.hasMore&&(0,b.jsx)(a,{small:!0,onPress:e.more,isPending:e.fetching,children:r(`loadMore`)})]})]})}var O=l(`
  fragment OperatorRelationship on Relationship @_unmask {
    id
    status
    acceptedAt
    endedAt
    partner { id name }
    reseller { id name }
    customer { id name }
    delegatedAdminPrivileges(status: ACTIVE) { id service { code name(locale: $locale) } }
  }
`),k=l(`
    query PartnerRelationships($id: ID!, $locale: String!, $first: Int, $after: String) {
      partner(id: $id) {
        id
        relationships(first: $first, after: $after) {
          nodes { ...OperatorRelationship }
          pageInfo { hasNextPage endCursor }
          totalCount
        }
      }
    }
  `,[O]),A=l(`
    query CustomerRelationships($id: ID!, $locale: String!, $first: Int, $after: String) {
      customer(id: $id) {
        id
        relationships(first: $first, after: $after) {
          nodes { ...OperatorRelationship }
          pageInfo { hasNextPage endCursor }
          totalCount
        }
      }
    }
  `,[O]);function j({id:e}){let t={id:e,locale:c()},n=o(k,t,e=>e.partner?.relationships,10);return(0,b.jsx)(P,{list:n,other:`customer`})}function M({id:e}){let t={id:e,locale:c()},n=o(A,t,e=>e.customer?.relationships,10);return(0,b.jsx)(P,{list:n,other:`partner`})}var N={ACTIVE:`good`,ENDING:`warning`,ENDED:`plain`};function P({list:e,other:t}){let{t:n}=i([`operator`,`common`]),r=g(),a=(0,E.useMemo)(()=>[{id:`other`,header:n(`columns.${t}`),cell:({row:e})=>(0,b.jsx)(F,{row:e.original,other:t})},{id:`status`,header:n(`columns.status`),cell:({row:{original:e}})=>(0,b.jsx)(m,{tone:N[e.status],children:n(`common:relationshipStatuses.${e.status}`)})},{id:`since`,header:n(`columns.since`),cell:({row:e})=>r.day(e.original.acceptedAt)},{id:`until`,header:n(`columns.until`),cell:({row:e})=>e.original.endedAt?r.day(e.original.endedAt):`–`},{id:`services`,header:n(`columns.administers`),cell:({row:{original:e}})=>r.list([...new Set(e.delegatedAdminPrivileges.map(e=>e.service.name))])||`–`}],[n,r,t]);return(0,b.jsx)(h,{title:n(`relationships.title`),children:(0,b.jsx)(D,{label:n(`relationships.title`),list:e,columns:a,idOf:e=>e.id,empty:(0,b.jsx)(f,{title:n(`relationships.none`)})})})}function F({row:{partner:e,customer:t,reseller:n},other:a}){let{t:o}=i(`operator`);return(0,b.jsxs)(b.Fragment,{children:[a===`customer`&&t&&(0,b.jsx)(r,{to:`/app/operator/customers/$customerId`,params:{customerId:t.id},children:(0,b.jsx)(u,{children:t.name})}),a===`partner`&&e&&(0,b.jsx)(r,{to:`/app/operator/partners/$partnerId`,params:{partnerId:e.id},children:(0,b.jsx)(u,{children:e.name})}),n&&(0,b.jsx)(`div`,{className:`quiet`,children:o(`relationships.with`,{name:n.name})})]})}var I=l(`
  query PartnerUsers($id: ID!, $first: Int, $after: String) {
    partner(id: $id) {
      id
      users(first: $first, after: $after) {
        nodes { id name email roles }
        pageInfo { hasNextPage endCursor }
        totalCount
      }
    }
  }
`),L=l(`
  query CustomerUsers($id: ID!, $first: Int, $after: String) {
    customer(id: $id) {
      id
      users(first: $first, after: $after) {
        nodes { id name email roles }
        pageInfo { hasNextPage endCursor }
        totalCount
      }
    }
  }
`);function R({id:e}){return(0,b.jsx)(B,{list:o(I,{id:e},e=>e.partner?.users,10)})}function z({id:e}){return(0,b.jsx)(B,{list:o(L,{id:e},e=>e.customer?.users,10)})}function B({list:e}){let{t}=i([`operator`,`common`]),n=g(),r=(0,E.useMemo)(()=>[{id:`name`,header:t(`columns.name`),cell:({row:e})=>(0,b.jsx)(u,{children:e.original.name??`–`})},{id:`email`,header:t(`columns.email`),cell:({row:e})=>(0,b.jsx)(u,{children:e.original.email??`–`})},{id:`roles`,header:t(`columns.roles`),cell:({row:e})=>n.list(e.original.roles.map(e=>t(`common:roles.${e}`)))}],[t,n]);return(0,b.jsx)(h,{title:t(`users.title`),children:(0,b.jsx)(D,{label:t(`users.title`),list:e,columns:r,idOf:e=>e.id,empty:(0,b.jsx)(f,{title:t(`users.none`)})})})}export{D as a,j as i,R as n,w as o,M as r,C as s,z as t};