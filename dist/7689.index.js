"use strict";
exports.id = 7689;
exports.ids = [7689];
exports.modules = {

/***/ 7689:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   withPruning: () => (/* binding */ g)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7355);
/* harmony import */ var _plural_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5058);
/* harmony import */ var _ecs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7031);
/* harmony import */ var _ecs_run_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(351);
function d({active:e,keep:t,used:n}){return e.slice(Math.max(t,1)).filter(e=>!n.some(t=>(0,_ecs_js__WEBPACK_IMPORTED_MODULE_2__.x)(t,e)))}async function f({api:i,deployed:a,keep:o,mine:s,isOver:c,onProgress:l}){let u=[];try{let e=await i.listRevisions((0,_ecs_js__WEBPACK_IMPORTED_MODULE_2__.v)(a.taskDefinition));if(e.length<=o)return;let[t,l]=await Promise.all([p(i,a.cluster),h(i,a,e)]);for(let r of d({active:e,keep:o,used:[...t,...l,...s]})){if(c())break;await i.deregister(r),u.push((0,_ecs_js__WEBPACK_IMPORTED_MODULE_2__.S)(r))}}catch(t){if(!(t instanceof _run_js__WEBPACK_IMPORTED_MODULE_1__.Tt))throw t;l(`old task definitions could not all be deregistered: ${t.message}; ${t.fix}`)}u.length>0&&l(`deregistered ${(0,_plural_js__WEBPACK_IMPORTED_MODULE_4__.t)(u.length,`task definition`)} that no service of the cluster uses: ${u.join(`, `)}`)}async function p(e,t){let n=[],r;do{let i=await e.listServices(t,r);for(let r=0;r<i.arns.length;r+=10){let a=await m(e,t,i.arns.slice(r,r+10));for(let{taskDefinition:e,deployments:t}of a)n.push(e,...t.map(e=>e.taskDefinition))}r=i.nextToken}while(r!==void 0);return n}async function m(e,t,n){let r=await e.getServices(t,n),i=n.filter(e=>!r.some(t=>t.arn===e));return i.length===0?r:[...r,...await e.getServices(t,i)]}async function h(e,t,n){let r=(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_3__.s)(t),i=(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_3__.o)(t.taskDefinition,n,r),o=(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_3__.l)(await (0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_3__.i)(e,{cluster:t.cluster,service:t.name}));return[i,o&&(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_3__.a)({service:t,history:o,failed:r}).found].filter(e=>e!==void 0)}function g(n,{request:r,keep:i,api:a,isOver:s}){let c;async function l(t){let n=_(r,t);if(n!==void 0)try{c=(await a.listRevisions(n)).length}catch(t){if(!(t instanceof _run_js__WEBPACK_IMPORTED_MODULE_1__.Tt))throw t}}return{...n,observe:async e=>{let t=await n.observe(e);return r.mode===`plan`&&c===void 0&&await l(t),t},plan:e=>{let r=n.plan(e),a=r.kind===`apply`&&r.step.kind===`register`,s=(c??0)+ +!!a-i,l=(0,_plural_js__WEBPACK_IMPORTED_MODULE_4__.t)(s,`older revision`);return r.kind===`apply`&&s>0?(0,_ecs_run_js__WEBPACK_IMPORTED_MODULE_3__.c)(r,[`after a good deployment up to ${l} would be deregistered, as keep-task-definitions is ${i}`]):r},cleanUp:async(e,t,r)=>{await n.cleanUp?.(e,t,r);let{started:o,snapshot:c}=e;if(t.result!==`success`||o?.kind!==`rollout`||s())return;let l=c?.service;await f({api:a,deployed:l===void 0||l===`gone`?o.reply:l,keep:i,mine:[o.taskDefinition,o.previous?.taskDefinition??``],isOver:s,onProgress:r})}}}function _({taskDefinition:e},{service:t,named:n}){return e?.file?e.file.content.family:n?.kind===`read`?n.value.family:t&&(0,_ecs_js__WEBPACK_IMPORTED_MODULE_2__.v)(e?.named??t.taskDefinition)}

/***/ })

};
;