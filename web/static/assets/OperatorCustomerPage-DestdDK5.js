import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n}from"./buttons-mCLyp1XO.js";import{t as r}from"./useParams-KDwSDO1p.js";import{B as i,H as a}from"./useHover-BOszAHuq.js";import{a as o,c as s,i as c}from"./viewer-DUFWZfzu.js";import{t as l}from"./i18n-DGBeBXiu.js";import{t as u}from"./format-fsqIrqlt.js";import{i as d,n as f,r as p,t as m}from"./page-BsgvCdsb.js";import{a as h,i as g,r as _}from"./states-DlsJJ69-.js";import{t as v}from"./table-BJ7H9yAx.js";import{n as y}from"./NotFound-DUVgAO5-.js";import{t as b}from"./noId-Kj_IlQpF.js";import{o as x,r as S,t as C}from"./Users-C7Q2lLNO.js";var w=e(a(),1),T=i(),E=o(`
  query OneCustomer($id: ID!, $locale: String!) {
    customer(id: $id) {
      id
      name
      domain
      country
      externalKey
      contact { name email phone }
      delegations {
        service { code name(locale: $locale) }
        holder { id name }
        beside { id name }
      }
    }
  }
`);function D(){let{t:e}=n(`operator`),{kind:i}=c(),{customerId:a}=r({from:`/app/operator/customers/$customerId`}),[{data:o,error:u,fetching:d},f]=s({query:E,variables:{id:a,locale:l()}});if(i!==`operator`||b(u))return(0,T.jsx)(y,{});let m=o?.customer;return m?(0,T.jsxs)(p,{title:m.name,above:(0,T.jsx)(t,{to:`/app/operator/customers`,children:e(`customers.title`)}),children:[(0,T.jsx)(O,{customer:m}),(0,T.jsx)(k,{rows:m.delegations??[]}),(0,T.jsx)(S,{id:m.id}),(0,T.jsx)(C,{id:m.id}),(0,T.jsx)(x,{id:m.id})]}):u?(0,T.jsx)(_,{error:u,onRetry:()=>f({requestPolicy:`network-only`})}):d?(0,T.jsx)(g,{}):(0,T.jsx)(y,{})}function O({customer:e}){let{t}=n(`operator`),r=u(),{domain:i,country:a,externalKey:o,contact:s}=e,c=[s?.name,s?.email,s?.phone].filter(e=>e!=null);return(0,T.jsx)(m,{title:t(`details`),children:(0,T.jsx)(f,{items:[{term:t(`columns.domain`),value:(0,T.jsx)(h,{children:i})},{term:t(`columns.country`),value:r.country(a)},...c.length>0?[{term:t(`contact`),value:(0,T.jsx)(h,{children:c.join(` · `)})}]:[],...o?[{term:t(`columns.key`),value:(0,T.jsx)(h,{children:o})}]:[]]})})}function k({rows:e}){let{t}=n(`operator`),r=(0,w.useMemo)(()=>[{id:`service`,header:t(`columns.service`),cell:({row:e})=>(0,T.jsx)(h,{children:e.original.service.name})},{id:`holder`,header:t(`columns.holder`),cell:({row:e})=>(0,T.jsx)(A,{of:e.original.holder?[e.original.holder]:[]})},{id:`beside`,header:t(`columns.beside`),cell:({row:e})=>(0,T.jsx)(A,{of:e.original.beside})}],[t]);return(0,T.jsx)(d,{title:t(`delegations`),children:(0,T.jsx)(v,{label:t(`delegations`),columns:r,rows:e,idOf:e=>e.service.code})})}function A({of:e}){let{t:r}=n(`operator`);return e.length===0?(0,T.jsx)(`span`,{className:`quiet`,children:r(`nobody`)}):(0,T.jsx)(`div`,{children:e.map(e=>(0,T.jsx)(`div`,{children:(0,T.jsx)(t,{to:`/app/operator/partners/$partnerId`,params:{partnerId:e.id},children:(0,T.jsx)(h,{children:e.name})})},e.id))})}export{D as OperatorCustomerPage};