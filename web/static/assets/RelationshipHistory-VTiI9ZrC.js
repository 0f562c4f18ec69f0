import{F as e}from"./buttons-mCLyp1XO.js";import{i as t}from"./table-CWIjMa_C.js";import{o as n}from"./viewer-DkHSt1_2.js";import{t as r}from"./i18n-DztOiu-T.js";import{r as i,t as a}from"./newest-BwGreS7j.js";import{t as o}from"./HistorySection-B_t1H5vk.js";import{B as s}from"./useHover-BOszAHuq.js";var c=s(),l=n(`
    query RelationshipHistory($id: ID!, $locale: String!, $first: Int, $after: String) {
      relationship(id: $id) {
        id
        history(last: $first, before: $after) {
          nodes { ...HistoryEvent }
          pageInfo { hasPreviousPage startCursor }
        }
      }
    }
  `,[i]);function u({id:n}){let{t:i}=e(`history`),s=t(l,{id:n,locale:r()},e=>a(e.relationship?.history),25);return(0,c.jsx)(o,{title:i(`ofRelationship`),list:s})}export{u as t};