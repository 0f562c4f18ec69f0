import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,H as n}from"./useHover-BOszAHuq.js";import{B as r,F as i,t as a}from"./buttons-gQHUslcP.js";import{i as o,t as s}from"./table-QO8Zci13.js";import{i as c,o as l}from"./page-CKRU7_rZ.js";import{t as u}from"./graphql-DFM3QPVt.js";import{a as d,i as f,n as p,r as m}from"./states-vBv4euA2.js";import{t as h}from"./format-Dd2h_E0L.js";import{r as g,t as _}from"./newest-UYa3YAfP.js";import{t as v}from"./HistorySection-CzOvMfI2.js";import{r as y}from"./badges-x5lln6Xy.js";var b=t(),x=u(`
    query OnePartnerHistory($id: ID!, $locale: String!, $first: Int, $after: String) {
      partner(id: $id) {
        id
        history(last: $first, before: $after) {
          nodes { ...HistoryEvent }
          pageInfo { hasPreviousPage startCursor }
        }
      }
    }
  `,[g]),S=u(`
    query OneCustomerHistory($id: ID!, $locale: String!, $first: Int, $after: String) {
      customer(id: $id) {
        id
        history(last: $first, before: $after) {
          nodes { ...HistoryEvent }
          pageInfo { hasPreviousPage startCursor }
        }
      }
    }
  `,[g]);function C({id:e}){let t={id:e,locale:l()};return(0,b.jsx)(T,{list:o(x,t,e=>_(e.partner?.history),25)})}function w({id:e}){let t={id:e,locale:l()};return(0,b.jsx)(T,{list:o(S,t,e=>_(e.customer?.history),25)})}function T({list:e}){let{t}=i(`history`);return(0,b.jsx)(v,{title:t(`title`),list:e})}var E=e(n(),1);function D({list:e,empty:t,...n}){let{t:r}=i(),o=h(),{rows:c,total:l,error:u}=e;if(c.length===0)return u?(0,b.jsx)(m,{error:u,onRetry:e.retry}):e.fetching?(0,b.jsx)(f,{rows:3}):t;let d=o.number(c.length);return(0,b.jsxs)(b.Fragment,{children:[(0,b.jsx)(s,{...n,rows:c}),u&&(0,b.jsx)(m,{error:u,onRetry:e.retry}),(0,b.jsxs)(`div`,{className:`list-end`,children:[(0,b.jsx)(`p`,{role:`status`,children:l===null?r(`rowsShown`,{shown:d}):r(`rowsOf`,{shown:d,total:o.number(l)})}),e.hasMore&&(0,b.jsx)(a,{small:!0,onPress:e.more,isPending:e.fetching,children:r(`loadMore`)})]})]})}var O=u(`
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
`),k=u(`
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
  `,[O]),A=u(`
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
  `,[O]);function j({id:e}){let t={id:e,locale:l()},n=o(k,t,e=>e.partner?.relationships,10);return(0,b.jsx)(N,{list:n,other:`customer`})}function M({id:e}){let t={id:e,locale:l()},n=o(A,t,e=>e.customer?.relationships,10);return(0,b.jsx)(N,{list:n,other:`partner`})}function N({list:e,other:t}){let{t:n}=i(`operator`),r=h(),a=(0,E.useMemo)(()=>[{id:`other`,header:n(`columns.${t}`),cell:({row:e})=>(0,b.jsx)(P,{row:e.original,other:t})},{id:`status`,header:n(`columns.status`),cell:({row:e})=>(0,b.jsx)(y,{status:e.original.status})},{id:`since`,header:n(`columns.since`),cell:({row:e})=>r.day(e.original.acceptedAt)},{id:`until`,header:n(`columns.until`),cell:({row:e})=>e.original.endedAt?r.day(e.original.endedAt):`–`},{id:`services`,header:n(`columns.administers`),cell:({row:{original:e}})=>r.list([...new Set(e.delegatedAdminPrivileges.map(e=>e.service.name))])||`–`}],[n,r,t]);return(0,b.jsx)(c,{title:n(`relationships.title`),children:(0,b.jsx)(D,{label:n(`relationships.title`),list:e,columns:a,idOf:e=>e.id,empty:(0,b.jsx)(p,{title:n(`relationships.none`)})})})}function P({row:{partner:e,customer:t,reseller:n},other:a}){let{t:o}=i(`operator`);return(0,b.jsxs)(b.Fragment,{children:[a===`customer`&&t&&(0,b.jsx)(r,{to:`/app/operator/customers/$customerId`,params:{customerId:t.id},children:(0,b.jsx)(d,{children:t.name})}),a===`partner`&&e&&(0,b.jsx)(r,{to:`/app/operator/partners/$partnerId`,params:{partnerId:e.id},children:(0,b.jsx)(d,{children:e.name})}),n&&(0,b.jsx)(`div`,{className:`quiet`,children:o(`relationships.with`,{name:n.name})})]})}var F=u(`
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
`),I=u(`
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
`);function L({id:e}){return(0,b.jsx)(z,{list:o(F,{id:e},e=>e.partner?.users,10)})}function R({id:e}){return(0,b.jsx)(z,{list:o(I,{id:e},e=>e.customer?.users,10)})}function z({list:e}){let{t}=i([`operator`,`common`]),n=h(),r=(0,E.useMemo)(()=>[{id:`name`,header:t(`columns.name`),cell:({row:e})=>(0,b.jsx)(d,{children:e.original.name??`–`})},{id:`email`,header:t(`columns.email`),cell:({row:e})=>(0,b.jsx)(d,{children:e.original.email??`–`})},{id:`roles`,header:t(`columns.roles`),cell:({row:e})=>n.list(e.original.roles.map(e=>t(`common:roles.${e}`)))}],[t,n]);return(0,b.jsx)(c,{title:t(`users.title`),children:(0,b.jsx)(D,{label:t(`users.title`),list:e,columns:r,idOf:e=>e.id,empty:(0,b.jsx)(p,{title:t(`users.none`)})})})}export{D as a,j as i,L as n,w as o,M as r,C as s,R as t};