"use strict";
exports.id = 7814;
exports.ids = [7814];
exports.modules = {

/***/ 7814:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   clipDescription: () => (/* binding */ s),
/* harmony export */   deactivate: () => (/* binding */ p),
/* harmony export */   deactivateOlder: () => (/* binding */ u),
/* harmony export */   deploymentStates: () => (/* binding */ o),
/* harmony export */   deploymentSubject: () => (/* binding */ d),
/* harmony export */   newestStatus: () => (/* binding */ f)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _action_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4826);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7355);
const o={success:`success`,unchanged:`success`,planned:`inactive`,started:`in_progress`,deleted:`inactive`,reported:`inactive`,"failed-kept-previous":`failure`,"failed-nothing-serving":`failure`,"not-verified":`failure`,"rolled-back":`failure`,superseded:`inactive`,"timed-out":`error`,unknown:`error`,refused:`error`,"invalid-input":`error`,cancelled:`error`,internal:`error`};function s(e){return e.length>140?`${e.slice(0,139)}…`:e}const c={what:`close the older deployments of the environment`,permission:`deployments: write`},l=[`success`,`queued`,`in_progress`,`pending`];async function u(e,{environment:t,subject:a,newest:o,because:s}){let l=await e.call(c,async(e,s)=>{let c={...s,environment:t,per_page:21},{data:l}=await e.request(`GET /repos/{owner}/{repo}/deployments`,c);return (0,_run_js__WEBPACK_IMPORTED_MODULE_2__.Rt)(l,`the deployments`).filter(e=>(d((0,_action_js__WEBPACK_IMPORTED_MODULE_1__.bt)(e,`payload`))??a)===a).flatMap(e=>(0,_action_js__WEBPACK_IMPORTED_MODULE_1__.wt)(e,`id`)??[]).filter(e=>o===void 0||e<o)});await Promise.all((l??[]).map(t=>p(e,{id:t,because:s})))}function d(n){return (0,_action_js__WEBPACK_IMPORTED_MODULE_1__.Ct)(n,_action_js__WEBPACK_IMPORTED_MODULE_1__.Et)}async function f(e,t,n){let r={...t,deployment_id:n,per_page:1},{data:o}=await e.request(`GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses`,r),[s]=(0,_run_js__WEBPACK_IMPORTED_MODULE_2__.Rt)(o,`the statuses of a deployment`);return s!==void 0&&(0,_run_js__WEBPACK_IMPORTED_MODULE_2__.zt)(s,`a status of a deployment`,`state`),s}async function p(t,{id:n,state:r=`inactive`,because:i}){await t.call(c,async(t,a)=>{let o=(0,_action_js__WEBPACK_IMPORTED_MODULE_1__.Ct)(await f(t,a,n),`state`);o!==void 0&&!l.includes(o)||o===`success`&&r!==`inactive`||await t.request(`POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses`,{...a,deployment_id:n,state:r,description:s(i),auto_inactive:!1})})}

/***/ })

};
;