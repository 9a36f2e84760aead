export const id = 191;
export const ids = [191];
export const modules = {

/***/ 4191:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   clipDescription: () => (/* binding */ o),
/* harmony export */   deactivate: () => (/* binding */ f),
/* harmony export */   deactivateOlder: () => (/* binding */ l),
/* harmony export */   deploymentStates: () => (/* binding */ a),
/* harmony export */   deploymentSubject: () => (/* binding */ u),
/* harmony export */   newestStatus: () => (/* binding */ d)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8385);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7613);
/* harmony import */ var _summary_page_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(915);
const a={success:`success`,unchanged:`success`,planned:`inactive`,started:`in_progress`,deleted:`inactive`,reported:`inactive`,"failed-kept-previous":`failure`,"failed-nothing-serving":`failure`,"not-verified":`failure`,"rolled-back":`failure`,superseded:`inactive`,"timed-out":`error`,unknown:`error`,refused:`error`,"invalid-input":`error`,cancelled:`error`,internal:`error`},o=e=>e.length>140?`${e.slice(0,139)}…`:e,s={what:`close the older deployments of the environment`,permission:`deployments: write`},c=[`success`,`queued`,`in_progress`,`pending`],l=async(t,{environment:i,subject:a,newest:o,because:c})=>{let l=await t.ask(s,async(t,s)=>{let c={...s,environment:i,per_page:21},{data:l}=await t.request(`GET /repos/{owner}/{repo}/deployments`,c);return (0,_summary_page_js__WEBPACK_IMPORTED_MODULE_1__.i)(l,`the deployments`).filter(e=>(u((0,_json_js__WEBPACK_IMPORTED_MODULE_2__.t)(e,`payload`))??a)===a).flatMap(t=>(0,_json_js__WEBPACK_IMPORTED_MODULE_2__.a)(t,`id`)??[]).filter(e=>o===void 0||e<o)});await Promise.all((l??[]).map(e=>f(t,{id:e,because:c})))},u=e=>(0,_json_js__WEBPACK_IMPORTED_MODULE_2__.i)(e,`lightsail-deploy`),d=async(e,t,n)=>{let a={...t,deployment_id:n,per_page:1},{data:o}=await e.request(`GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses`,a),[s]=(0,_summary_page_js__WEBPACK_IMPORTED_MODULE_1__.i)(o,`the statuses of a deployment`);return s!==void 0&&(0,_summary_page_js__WEBPACK_IMPORTED_MODULE_1__.o)(s,`a status of a deployment`,`state`),s},f=async(e,{id:n,state:r=`inactive`,because:i})=>{await e.ask(s,async(e,a)=>{let s=(0,_json_js__WEBPACK_IMPORTED_MODULE_2__.i)(await d(e,a,n),`state`);s!==void 0&&!c.includes(s)||s===`success`&&r!==`inactive`||await e.request(`POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses`,{...a,deployment_id:n,state:r,description:o(i),auto_inactive:!1})})};

/***/ })

};
