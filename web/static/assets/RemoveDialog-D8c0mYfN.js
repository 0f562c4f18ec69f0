import{a as e}from"./rolldown-runtime-BWaJ3C7D.js";import{B as t,H as n}from"./useHover-BOszAHuq.js";import{B as r,F as i,t as a}from"./buttons-gQHUslcP.js";import{i as o}from"./table-QO8Zci13.js";import{o as s}from"./page-CKRU7_rZ.js";import{t as c}from"./graphql-DFM3QPVt.js";import{t as l}from"./fields-u7otaAQB.js";import{a as u}from"./states-vBv4euA2.js";import{n as d,t as f}from"./dialog-DpRhRZKu.js";import{t as p}from"./format-Dd2h_E0L.js";import{t as m}from"./Told-CaWLqRv7.js";import{r as h}from"./badges-x5lln6Xy.js";import{n as g,t as _}from"./act-D9scW8zI.js";import{t as v}from"./ActOutcome-DODkgqCe.js";var y=t();function b({relationship:e}){let{t}=i(`customer`),{id:n,partner:a,reseller:o}=e;return(0,y.jsxs)(`div`,{className:`cell`,children:[(0,y.jsx)(r,{to:`/app/partners/$relationshipId`,params:{relationshipId:n},children:(0,y.jsx)(u,{children:a?.name??t(`unknownPartner`)})}),o&&(0,y.jsx)(`span`,{className:`quiet`,children:t(`partners.with`,{name:o.name})}),a?.status===`SUSPENDED`&&(0,y.jsx)(`span`,{className:`quiet`,children:t(`partners.suspended`)})]})}function x({type:e,country:t}){let{t:n}=i(),r=p();return(0,y.jsxs)(`div`,{className:`cell`,children:[n(`partnerTypes.${e}`),(0,y.jsx)(`span`,{className:`quiet`,children:r.country(t)})]})}function S({status:e,end:t}){let{t:n}=i(`customer`),r=e===`ENDING`&&(t?.proposedBy===`CUSTOMER`?`waitsForPartner`:`waitsForYou`);return(0,y.jsxs)(`div`,{className:`cell`,children:[(0,y.jsx)(`span`,{children:(0,y.jsx)(h,{status:e})}),r&&(0,y.jsx)(`span`,{className:`quiet`,children:n(`partners.${r}`)})]})}function C({relationship:e}){let{t}=i([`customer`,`common`]),{delegatedAdminPrivileges:n,partner:r}=e;return n.length===0?(0,y.jsx)(`span`,{className:`quiet`,children:t(`common:none`)}):(0,y.jsx)(`ul`,{className:`plain-list`,children:n.map(e=>(0,y.jsxs)(`li`,{children:[(0,y.jsx)(u,{children:e.service.name}),e.partner&&e.partner.id!==r?.id&&(0,y.jsx)(`span`,{className:`quiet`,children:t(`partners.heldBy`,{name:e.partner.name})})]},e.id))})}var w=e(n(),1);function T(e){return e.flatMap(({service:e,holder:t,beside:n})=>[...t?[t]:[],...n].map(t=>({partner:t,service:e})))}function E(e,t){return t.kind===`all`?[...e]:e.filter(({partner:e,service:n})=>e.id===t.partner.id&&(t.kind===`partner`||n.code===t.service.code))}function D(e){let t=new Map;for(let{partner:n,service:r}of e){let e=t.get(n.id)??{...n,services:[]};e.services.push(r.name),t.set(n.id,e)}return[...t.values()]}var O=c(`
  query OwnRelationships($filter: RelationshipFilter, $locale: String!, $first: Int, $after: String) {
    viewer {
      customer {
        id
        relationships(filter: $filter, first: $first, after: $after) {
          nodes {
            id
            status
            version
            acceptedAt
            endedAt
            partner { id name type country status }
            reseller { id name }
            end { proposedBy proposedAt }
            delegatedAdminPrivileges(status: ACTIVE) {
              id
              service { code name(locale: $locale) }
              partner { id name }
            }
          }
          pageInfo { hasNextPage endCursor }
          totalCount
        }
      }
    }
  }
`),k=c(`
  query OwnDelegations($locale: String!) {
    viewer {
      customer {
        id
        delegations {
          service { code name(locale: $locale) }
          holder { id name type }
          beside { id name type }
        }
      }
    }
  }
`),A=c(`
  query OwnSubscriptions($locale: String!, $first: Int, $after: String) {
    viewer {
      customer {
        id
        subscriptions(first: $first, after: $after) {
          nodes {
            id
            status
            seats
            orderedAt
            offer { code name(locale: $locale) }
            base { id }
            billedPartner { id name }
            supportContact { id name }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);function j(){let{rows:e,hasMore:t,more:n,fetching:r,error:i,retry:a}=o(A,{locale:s()},e=>e.viewer?.customer?.subscriptions,100);(0,w.useEffect)(()=>{t&&n()},[t,n]);let c=(0,w.useCallback)(t=>e.filter(e=>e.billedPartner?.id===t),[e]);return{complete:!r&&!t&&i===null,error:i,retry:a,through:c}}function M({removed:e}){let{t}=i(`customer`),n=p();return e.length===0?(0,y.jsx)(m,{title:t(`remove.doneNothing`)}):(0,y.jsxs)(m,{title:t(`remove.done`),children:[(0,y.jsx)(`ul`,{className:`changes`,children:D(e).map(({id:e,name:r,services:i})=>(0,y.jsxs)(`li`,{children:[(0,y.jsx)(u,{children:r}),t(`remove.colon`),n.list(i)]},e))}),(0,y.jsx)(`p`,{children:t(`remove.undo`)})]})}var N=c(`
    mutation RemoveDelegatedAdmin($input: RemoveDelegatedAdminInput!) {
      removeDelegatedAdmin(input: $input) {
        ended {
          id
          service { code name }
          partner { id name }
          relationship { id version }
          customer { id }
        }
        userErrors { ...Refusal }
      }
    }
  `,[_]);function P({target:e,held:t,version:n,onClose:r,onDone:o,onReload:s}){let{t:c}=i([`customer`,`common`]),[u,p]=(0,w.useState)(!1),m=g(N),h=E(t,e);async function _(){let r=await m.act({...e.kind===`all`?{allPartners:!0}:{partnerIds:[e.partner.id]},...e.kind===`service`&&{services:[e.service.code]},...e.kind!==`all`&&n!==null&&{version:n}});r&&o(r.ended.map(e=>F(e,t)))}return(0,y.jsxs)(d,{title:I(e),isOpen:!0,onClose:r,alert:!0,children:[h.length===0?(0,y.jsx)(`p`,{children:c(`remove.nothing`)}):(0,y.jsx)(L,{ends:h,target:e}),e.kind===`all`&&h.length>0&&(0,y.jsx)(l,{value:u,onChange:p,children:c(`remove.sure`)}),(0,y.jsx)(v,{of:m,onReload:s}),(0,y.jsxs)(f,{children:[(0,y.jsx)(a,{onPress:r,children:c(`common:cancel`)}),h.length>0&&(0,y.jsx)(a,{kind:`danger`,onPress:_,isPending:m.busy,isDisabled:e.kind===`all`&&!u,children:c(e.kind===`all`?`remove.submitAll`:`remove.submit`)})]})]})}function F({service:e,partner:t},n){return{service:n.find(t=>t.service.code===e.code)?.service??e,partner:t??{id:``,name:``}}}function I(e){let{t}=i(`customer`);if(e.kind===`all`)return t(`remove.titleAll`);let n=e.partner.name;return e.kind===`partner`?t(`remove.titlePartner`,{name:n}):t(`remove.titleService`,{name:n,service:e.service.name})}function L({ends:e,target:t}){let{t:n}=i(`customer`),r=p();return(0,y.jsxs)(y.Fragment,{children:[(0,y.jsxs)(`div`,{children:[(0,y.jsx)(`h3`,{children:n(`remove.ends`)}),(0,y.jsx)(`ul`,{className:`changes`,children:D(e).map(e=>(0,y.jsx)(`li`,{children:n(`remove.noLonger`,{name:e.name,services:r.list(e.services)})},e.id))})]}),(0,y.jsxs)(`div`,{children:[(0,y.jsx)(`h3`,{children:n(`remove.stays`)}),(0,y.jsxs)(`ul`,{className:`changes`,children:[(0,y.jsx)(`li`,{children:n(t.kind===`all`?`remove.staysRelationships`:`remove.staysRelationship`)}),(0,y.jsx)(`li`,{children:n(`remove.staysSubscriptions`)}),(0,y.jsx)(`li`,{children:n(`remove.staysBills`)}),(0,y.jsx)(`li`,{children:n(`remove.staysSupport`)}),(0,y.jsx)(`li`,{children:n(`remove.staysRecord`)})]})]}),(0,y.jsx)(`p`,{className:`quiet`,children:n(`remove.undo`)})]})}export{O as a,b as c,S as d,k as i,x as l,M as n,D as o,j as r,T as s,P as t,C as u};