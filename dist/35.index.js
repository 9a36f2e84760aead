export const id = 35;
export const ids = [35];
export const modules = {

/***/ 2035:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   clipDescription: () => (/* binding */ s),
/* harmony export */   deactivate: () => (/* binding */ p),
/* harmony export */   deactivateOlder: () => (/* binding */ u),
/* harmony export */   deploymentStates: () => (/* binding */ o),
/* harmony export */   deploymentSubject: () => (/* binding */ d),
/* harmony export */   newestStatus: () => (/* binding */ f)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5626);
/* harmony import */ var _product_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(592);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1353);
/* harmony import */ var _summary_page_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3631);
const o={success:`success`,unchanged:`success`,planned:`inactive`,started:`in_progress`,deleted:`inactive`,reported:`inactive`,"failed-kept-previous":`failure`,"failed-nothing-serving":`failure`,"not-verified":`failure`,"rolled-back":`failure`,superseded:`inactive`,"timed-out":`error`,unknown:`error`,refused:`error`,"invalid-input":`error`,cancelled:`error`,internal:`error`};function s(e){return e.length>140?`${e.slice(0,139)}…`:e}const c={what:`close the older deployments of the environment`,permission:`deployments: write`},l=[`success`,`queued`,`in_progress`,`pending`];async function u(e,{environment:n,subject:a,newest:o,because:s}){let l=await e.call(c,async(e,s)=>{let c={...s,environment:n,per_page:21},{data:l}=await e.request(`GET /repos/{owner}/{repo}/deployments`,c);return (0,_summary_page_js__WEBPACK_IMPORTED_MODULE_2__.i)(l,`the deployments`).filter(e=>(d((0,_json_js__WEBPACK_IMPORTED_MODULE_3__.t)(e,`payload`))??a)===a).flatMap(e=>(0,_json_js__WEBPACK_IMPORTED_MODULE_3__.a)(e,`id`)??[]).filter(e=>o===void 0||e<o)});await Promise.all((l??[]).map(t=>p(e,{id:t,because:s})))}function d(t){return (0,_json_js__WEBPACK_IMPORTED_MODULE_3__.i)(t,_product_js__WEBPACK_IMPORTED_MODULE_1__.n)}async function f(e,t,n){let r={...t,deployment_id:n,per_page:1},{data:o}=await e.request(`GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses`,r),[s]=(0,_summary_page_js__WEBPACK_IMPORTED_MODULE_2__.i)(o,`the statuses of a deployment`);return s!==void 0&&(0,_summary_page_js__WEBPACK_IMPORTED_MODULE_2__.o)(s,`a status of a deployment`,`state`),s}async function p(e,{id:t,state:r=`inactive`,because:i}){await e.call(c,async(e,a)=>{let o=(0,_json_js__WEBPACK_IMPORTED_MODULE_3__.i)(await f(e,a,t),`state`);o!==void 0&&!l.includes(o)||o===`success`&&r!==`inactive`||await e.request(`POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses`,{...a,deployment_id:t,state:r,description:s(i),auto_inactive:!1})})}

/***/ })

};
