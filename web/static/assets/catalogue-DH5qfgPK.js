import{l as e,o as t}from"./viewer-DkHSt1_2.js";import{t as n}from"./i18n-DztOiu-T.js";var r=t(`
  query Services($locale: String!) {
    services { id code name(locale: $locale) }
  }
`);function i(){let[{data:t}]=e({query:r,variables:{locale:n()},requestPolicy:`cache-first`});return t?.services.map(({code:e,name:t})=>({value:e,label:t}))??[]}var a=t(`
  query Offers($locale: String!) {
    offers {
      id
      code
      name(locale: $locale)
      services { id code name(locale: $locale) }
      addOns { id code }
      minSeats
      maxSeats
      monthlyPrice { amount amountMinor currency }
    }
    viewer { partner { id pinnedOffers { id code } } }
  }
`);function o(){let[{data:t,error:r},i]=e({query:a,variables:{locale:n()},requestPolicy:`cache-first`});return{offers:t?.offers??null,pinned:new Set(t?.viewer?.partner?.pinnedOffers?.map(e=>e.code)),error:r,retry:()=>i({requestPolicy:`network-only`})}}export{i as n,o as t};