import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,F as n}from"./buttons-mCLyp1XO.js";import{t as r}from"./useParams-KDwSDO1p.js";import{B as i,H as a}from"./useHover-BOszAHuq.js";import{l as o,o as s,r as c}from"./viewer-DkHSt1_2.js";import{t as l}from"./i18n-DztOiu-T.js";import{t as u}from"./format-Bwq1eZXb.js";import{i as d,n as f,r as p,t as m}from"./page-BsgvCdsb.js";import{a as h}from"./states-DlsJJ69-.js";import{t as g}from"./table-CWIjMa_C.js";import{t as _}from"./Missing-BfGwft5Z.js";import{o as v,r as y,t as b}from"./Users-DzSNhL52.js";var x=e(a(),1),S=i(),C=s(`
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
`);function w(){let{t:e}=n(`operator`);c(`operator`);let{customerId:i}=r({from:`/app/operator/customers/$customerId`}),[{data:a,error:s,fetching:u},d]=o({query:C,variables:{id:i,locale:l()}}),f=a?.customer;return f?(0,S.jsxs)(p,{title:f.name,above:(0,S.jsx)(t,{to:`/app/operator/customers`,children:e(`customers.title`)}),children:[(0,S.jsx)(T,{customer:f}),(0,S.jsx)(E,{rows:f.delegations??[]}),(0,S.jsx)(y,{id:f.id}),(0,S.jsx)(b,{id:f.id}),(0,S.jsx)(v,{id:f.id})]}):(0,S.jsx)(_,{error:s,fetching:u,onRetry:()=>d({requestPolicy:`network-only`})})}function T({customer:e}){let{t}=n(`operator`),r=u(),{domain:i,country:a,externalKey:o,contact:s}=e,c=[s?.name,s?.email,s?.phone].filter(e=>e!=null);return(0,S.jsx)(m,{title:t(`details`),children:(0,S.jsx)(f,{items:[{term:t(`columns.domain`),value:(0,S.jsx)(h,{children:i})},{term:t(`columns.country`),value:r.country(a)},...c.length>0?[{term:t(`contact`),value:(0,S.jsx)(h,{children:c.join(` · `)})}]:[],...o?[{term:t(`columns.key`),value:(0,S.jsx)(h,{children:o})}]:[]]})})}function E({rows:e}){let{t}=n(`operator`),r=(0,x.useMemo)(()=>[{id:`service`,header:t(`columns.service`),cell:({row:e})=>(0,S.jsx)(h,{children:e.original.service.name})},{id:`holder`,header:t(`columns.holder`),cell:({row:e})=>(0,S.jsx)(D,{of:e.original.holder?[e.original.holder]:[]})},{id:`beside`,header:t(`columns.beside`),cell:({row:e})=>(0,S.jsx)(D,{of:e.original.beside})}],[t]);return(0,S.jsx)(d,{title:t(`delegations`),children:(0,S.jsx)(g,{label:t(`delegations`),columns:r,rows:e,idOf:e=>e.service.code})})}function D({of:e}){let{t:r}=n(`operator`);return e.length===0?(0,S.jsx)(`span`,{className:`quiet`,children:r(`nobody`)}):(0,S.jsx)(`div`,{children:e.map(e=>(0,S.jsx)(`div`,{children:(0,S.jsx)(t,{to:`/app/operator/partners/$partnerId`,params:{partnerId:e.id},children:(0,S.jsx)(h,{children:e.name})})},e.id))})}export{w as OperatorCustomerPage};