"use strict";
exports.id = 1574;
exports.ids = [1574];
exports.modules = {

/***/ 1574:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ c),
/* harmony export */   deletionTarget: () => (/* binding */ l)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7355);
/* harmony import */ var _lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(67);
/* harmony import */ var _lightsail_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6803);
const c={poll:async()=>({events:[],lines:[],unavailable:[]}),diagnose:async()=>void 0};function l({request:n,api:r}){let{serviceName:l,region:f}=n,p=`the service may still be deleted`;return{labels:{subject:(0,_lightsail_js__WEBPACK_IMPORTED_MODULE_3__.k)(l,f),title:`Delete`,progressive:`deleting`,outlook:p},observe:async e=>{let n=await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.ut)(e?.lastSeen!==void 0,()=>r.getService(l));return{service:n,lastSeen:n??e?.lastSeen}},plan:({service:e})=>u(l,e),apply:async({service:t})=>(t.state!==`DELETING`&&await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.gt)(r.deleteService(l)),{kind:`started`,started:{service:t}}),findAccepted:async({service:e})=>{let n=await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.ut)(!0,()=>r.getService(l));if(n===void 0||n.state===`DELETING`||(0,_lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__.v)(n,e.arn))return{kind:`started`,started:{service:e}}},poll:async()=>({service:await r.getService(l)}),status:d,describe:({service:{state:e}})=>({name:`the deletion of ${l}`,accepted:e===`DELETING`?`${l} is being deleted already`:`the deletion of ${l} was accepted`,outlook:p}),handle:({service:{arn:e}})=>(0,_lightsail_js__WEBPACK_IMPORTED_MODULE_3__.D)({serviceName:l,region:f,arn:e}),serverTime:r.serviceTime,diagnostics:()=>c,summarize:({latest:e,started:t,snapshot:n},r)=>{let i=t?.service??e?.lastSeen,o=n?n.service:i;return{outputs:{"service-name":l,"service-arn":i?.arn??``,state:o?.state??``,"previous-version":String(i?.current?.version??``)},rows:i?[[`Power × scale`,`${i.power} × ${i.scale}`]]:[],console:{text:`Lightsail console`,url:(0,_lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__.x)(l,f)},closing:r.reason}}}}function u(e,t){if(t===void 0)return{kind:`end`,verdict:{result:`unchanged`,reasonCode:`already-deleted`,reason:`there is no container service ${e}`},notices:[],titleNote:``};let i=t.state===`DELETING`||t.state===`PENDING`?void 0:(0,_lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__.m)(t);if(i)return{kind:`wait`,...i};let a=(0,_lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__.b)(t),o=`${t.power} × ${t.scale}${a?`, version ${a.version} serves`:``}`;return{kind:`apply`,changes:[{sign:`-`,subject:`service ${e}`,detail:o}],notices:[],titleNote:``,step:{service:t}}}function d({service:e},{service:t}){let{name:n}=e,r={result:`deleted`,reasonCode:`service-deleted`,reason:`${n} is gone`};return t===void 0||(0,_lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__.v)(t,e.arn)?{kind:`done`,verdict:r}:{kind:`progressing`,phase:`deleting the service ${n}`,pollOften:!0}}

/***/ })

};
;