"use strict";
exports.id = 350;
exports.ids = [350];
exports.modules = {

/***/ 350:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   deletionTarget: () => (/* binding */ d)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1031);
/* harmony import */ var _ecs_run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(351);
/* harmony import */ var _ecs_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7031);
const l={poll:async()=>({events:[],lines:[],unavailable:[]}),diagnose:async()=>void 0},u=`the service may still be deleted`;function d({request:t,api:n}){let{region:r,cluster:d,service:h=``}=t,g=()=>n.getService({cluster:d,service:h});return{labels:{subject:(0,_ecs_js__WEBPACK_IMPORTED_MODULE_3__.h)(t),title:`Delete`,progressive:`deleting`,outlook:u},observe:async e=>{let t=await g();return{service:t,before:t??e?.before,at:n.serviceTime()}},plan:e=>f(t,e),apply:async t=>(t.before.status!==`DRAINING`&&await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.ct)(n.deleteService({cluster:d,service:h})),{kind:`started`,started:t}),findAccepted:async e=>{let t=await g();return t!==void 0&&t.status!==`DRAINING`&&!p(t,e.before)?void 0:{kind:`started`,started:e}},describe:({before:e})=>({name:`the deletion of ${h}`,accepted:e.status===`DRAINING`?`${h} is being deleted already`:`the deletion of ${h} was accepted`,outlook:u}),handle:()=>(0,_ecs_js__WEBPACK_IMPORTED_MODULE_3__.p)({region:r,cluster:d,service:h,kind:`deletion`}),poll:async()=>{let e=await n.readService({cluster:d,service:h});return{service:typeof e==`string`?void 0:e,isMissing:e===`MISSING`}},status:m,serverTime:n.serviceTime,diagnostics:()=>l,summarize:({snapshot:e,latest:t},n)=>{let s=t?.before,c=e?e.service:s;return{outputs:{service:h,"service-arn":s?.arn??``,cluster:(0,_ecs_js__WEBPACK_IMPORTED_MODULE_3__.C)(s?.cluster??d),"previous-task-definition-arn":s?(0,_ecs_js__WEBPACK_IMPORTED_MODULE_3__.T)(s)?.taskDefinition??``:``,"running-count":String(c?.runningCount??``),"desired-count":String(c?.desiredCount??``)},rows:s?[[`Tasks before`,`${s.runningCount} of ${s.desiredCount} running`]]:[],console:{text:`ECS console`,url:(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_2__.O)({region:r,cluster:d,service:h})},closing:n.reason}}}}function f(e,{service:i,at:a}){let o=(0,_run_js__WEBPACK_IMPORTED_MODULE_1__.rt)(e);if(o)return (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.it)(o);if(i?.status===`DRAINING`){let e={sign:`-`,subject:`service ${i.name}`,detail:`is being deleted already`},t={service:i.name,before:i};return{kind:`apply`,changes:[e],notices:[],titleNote:``,step:t}}let s=(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_2__.D)(e,{service:i,at:a});return s.kind===`apply`?i?{...s,step:{service:i.name,before:i}}:(0,_run_js__WEBPACK_IMPORTED_MODULE_1__.it)({reasonCode:`service-missing`,message:`there is no service`,fix:`check service`}):s}function p(e,t){return t.createdAt!==void 0&&(e.createdAt??0)>t.createdAt}function m({service:e,before:t},{service:n,isMissing:r}){let i={result:`deleted`,reasonCode:`service-deleted`,reason:`${e} is gone`};if(r)return{kind:`unconfirmed`,phase:`checking whether ${e} is gone`,verdict:i};if(n===void 0||p(n,t))return{kind:`done`,verdict:i};let{runningCount:a}=n;return{kind:`progressing`,phase:`deleting the service ${e}${a===0?``:`, ${a} ${a===1?`task`:`tasks`} left`}`,pollOften:!0}}

/***/ })

};
;