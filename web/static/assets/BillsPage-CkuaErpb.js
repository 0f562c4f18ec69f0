import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{t}from"./useSearch-CiivDyy9.js";import{B as n,F as r,n as i}from"./buttons-gQHUslcP.js";import{i as a,t as o}from"./graphql-DFM3QPVt.js";import{r as s}from"./viewer-BowR78Gd.js";import{n as c,o as l,r as u,t as d}from"./page-CKRU7_rZ.js";import{a as f,i as p,n as m,o as h,r as g}from"./states-vBv4euA2.js";import{B as _,H as v}from"./useHover-BOszAHuq.js";import{i as y,n as b,r as x,t as S}from"./table-QO8Zci13.js";import{t as C}from"./format-Dd2h_E0L.js";import{t as w}from"./days-B4M92W2Y.js";import{n as T}from"./useNavigate-De3kpfFy.js";import{r as E}from"./fields-u7otaAQB.js";import{n as D,r as O,t as k}from"./months-BC57dEuA.js";/* empty css                */var A=e(v(),1),j=o(`
  query Agreement($partnerId: ID!) {
    partner(id: $partnerId) { id agreement { signedAt } }
  }
`),M=o(`
  query Bill($partnerId: ID!, $month: String!) {
    partner(id: $partnerId) {
      id
      billing(month: $month) {
        month
        period { from until }
        amount { amount currency }
        tax { amount currency }
        total { amount currency }
      }
    }
  }
`),N=o(`
  query BillLines($partnerId: ID!, $month: String!, $first: Int, $after: String, $locale: String!) {
    partner(id: $partnerId) {
      id
      billing(month: $month) {
        lines(first: $first, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          edges {
            cursor
            node {
              customer { id name }
              subscription { id }
              offer { id name(locale: $locale) }
              type
              from
              until
              unitPrice { amount currency }
              quantity
              amount { amount currency }
              reseller { id name }
            }
          }
        }
      }
    }
  }
`),P=o(`
  query BillSubtotals($partnerId: ID!, $month: String!, $first: Int, $after: String) {
    partner(id: $partnerId) {
      id
      billing(month: $month) {
        customers(first: $first, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          edges {
            cursor
            node {
              customer { id name }
              lineCount
              amount { amount currency }
              tax { amount currency }
              total { amount currency }
            }
          }
        }
      }
    }
  }
`);function F(e){return e&&{...e,nodes:e.edges}}var I=_();function L({partnerId:e,month:t}){let{t:n}=r(`partner`),i=y(N,{partnerId:e,month:t,locale:l()},e=>F(e.partner?.billing?.lines)),a=R(i.rows.some(({node:e})=>e.reseller!==null));return(0,I.jsxs)(`section`,{className:`stack`,children:[(0,I.jsx)(`h2`,{children:n(`bills.lines`)}),(0,I.jsx)(b,{label:n(`bills.linesLabel`),columns:a,list:i,idOf:({cursor:e})=>e,empty:(0,I.jsx)(m,{title:n(`bills.emptyTitle`),children:n(`bills.empty`)})})]})}function R(e){let{t}=r(`partner`),n=C();return(0,A.useMemo)(()=>{let r={id:`reseller`,header:t(`bills.reseller`),cell:({row:{original:e}})=>e.node.reseller?(0,I.jsx)(f,{children:e.node.reseller.name}):``};return[{id:`customer`,header:t(`bills.customer`),cell:({row:{original:e}})=>(0,I.jsx)(f,{children:e.node.customer?.name??t(`bills.gone`)})},{id:`offer`,header:t(`bills.offer`),cell:({row:{original:e}})=>(0,I.jsx)(z,{line:e})},{id:`type`,header:t(`bills.charge`),cell:({row:{original:e}})=>t(`bills.types.${e.node.type}`)},{id:`days`,header:t(`bills.days`),cell:({row:{original:{node:e}}})=>t(`bills.periodValue`,{from:n.day(e.from),until:n.day(w(e.until))})},{id:`quantity`,header:t(`bills.quantity`),figure:!0,cell:({row:{original:e}})=>n.number(e.node.quantity)},{id:`price`,header:t(`bills.unitPrice`),figure:!0,cell:({row:{original:e}})=>n.money(e.node.unitPrice)},{id:`amount`,header:t(`bills.amount`),figure:!0,cell:({row:{original:e}})=>n.money(e.node.amount)},...e?[r]:[]]},[t,n,e])}function z({line:{node:e}}){return e.subscription?(0,I.jsx)(n,{to:`/app/subscriptions/$subscriptionId`,params:{subscriptionId:e.subscription.id},children:(0,I.jsx)(f,{children:e.offer.name})}):(0,I.jsx)(f,{children:e.offer.name})}function B({bill:{period:e,amount:t,tax:n,total:i}}){let{t:a}=r(`partner`),o=C(),s=a(`bills.periodValue`,{from:o.day(e.from),until:o.day(w(e.until))});return(0,I.jsx)(d,{title:a(`bills.totals`),children:(0,I.jsx)(c,{items:[{term:a(`bills.period`),value:s},...i.currency===`XXX`?[]:[{term:a(`bills.amount`),value:o.money(t)},{term:a(`bills.tax`),value:o.money(n)},{term:a(`bills.total`),value:(0,I.jsx)(`strong`,{children:o.money(i)})}]]})})}var V=24;function H({month:e,latest:t}){let{t:n}=r(`partner`),a=T({from:`/app/bills`}),o=O(),s=Array.from({length:V},(e,n)=>D(t,-n)),c=s.includes(e)?s:[e,...s].sort().reverse();return(0,I.jsxs)(`div`,{className:`months`,children:[(0,I.jsx)(i,{to:`/app/bills`,search:{month:D(e,-1)},children:n(`bills.earlier`)}),(0,I.jsx)(E,{label:n(`bills.month`),items:c.map(e=>({value:e,label:o(e)})),value:e,onChange:e=>void a({search:{month:e}})}),e<t&&(0,I.jsx)(i,{to:`/app/bills`,search:{month:D(e,1)},children:n(`bills.later`)})]})}function U({partnerId:e,month:t}){let{t:n}=r(`partner`),i=W(),a=y(P,{partnerId:e,month:t},e=>F(e.partner?.billing?.customers),25);return a.error?(0,I.jsx)(g,{error:a.error,onRetry:a.retry}):a.rows.length===0?null:(0,I.jsxs)(`section`,{className:`stack`,children:[(0,I.jsx)(`h2`,{children:n(`bills.subtotals`)}),(0,I.jsx)(S,{label:n(`bills.subtotalsLabel`),columns:i,rows:a.rows,idOf:({cursor:e})=>e}),a.hasMore&&(0,I.jsx)(x,{list:a})]})}function W(){let{t:e}=r(`partner`),t=C();return(0,A.useMemo)(()=>[{id:`customer`,header:e(`bills.customer`),cell:({row:{original:t}})=>(0,I.jsx)(f,{children:t.node.customer?.name??e(`bills.gone`)})},{id:`lines`,header:e(`bills.lineCount`),figure:!0,cell:({row:{original:e}})=>t.number(e.node.lineCount)},{id:`amount`,header:e(`bills.amount`),figure:!0,cell:({row:{original:e}})=>t.money(e.node.amount)},{id:`tax`,header:e(`bills.tax`),figure:!0,cell:({row:{original:e}})=>t.money(e.node.tax)},{id:`total`,header:e(`bills.total`),figure:!0,cell:({row:{original:e}})=>t.money(e.node.total)}],[e,t])}function G(){let{t:e}=r(`common`),t=s(),[{data:n,error:i}]=a({query:j,variables:{partnerId:t.id},requestPolicy:`cache-first`});return!n&&!i?(0,I.jsx)(u,{title:e(`nav.bills`),children:(0,I.jsx)(p,{rows:6})}):(0,I.jsx)(K,{latest:k(n?.partner?.agreement?.signedAt)})}function K({latest:e}){let{t:n}=r([`partner`,`common`]),i=t({from:`/app/bills`}).month??e,a=O();return(0,I.jsxs)(u,{title:n(`bills.title`,{month:a(i)}),tab:n(`common:nav.bills`),intro:n(`bills.intro`),children:[(0,I.jsx)(H,{month:i,latest:e}),(0,I.jsx)(q,{month:i},i)]})}function q({month:e}){let t=s(),[{data:n,error:r},i]=a({query:M,variables:{partnerId:t.id,month:e}}),o=r?.graphQLErrors[0]?.extensions.code;if(o===`FORBIDDEN_ROLE`)return(0,I.jsx)(J,{});if(o===`VALIDATION_FAILED`)return(0,I.jsx)(Y,{month:e});let c=n?.partner?.billing;return r&&!c?(0,I.jsx)(g,{error:r,onRetry:()=>i({requestPolicy:`network-only`})}):c?(0,I.jsxs)(I.Fragment,{children:[(0,I.jsx)(B,{bill:c}),(0,I.jsx)(U,{partnerId:t.id,month:e}),(0,I.jsx)(L,{partnerId:t.id,month:e})]}):(0,I.jsx)(p,{rows:6})}function J(){let{t:e}=r(`partner`);return(0,I.jsx)(h,{title:e(`bills.forbiddenTitle`),children:(0,I.jsx)(`p`,{children:e(`bills.forbidden`)})})}function Y({month:e}){let{t}=r(`partner`),n=O();return(0,I.jsx)(h,{title:t(`bills.noneTitle`,{month:n(e)}),children:(0,I.jsx)(`p`,{children:t(`bills.none`)})})}export{G as BillsPage};