export const id = 191;
export const ids = [191];
export const modules = {

/***/ 191:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   clipped: () => (/* binding */ t),
/* harmony export */   closeOlder: () => (/* binding */ i),
/* harmony export */   closeRecord: () => (/* binding */ o),
/* harmony export */   stateOf: () => (/* binding */ e),
/* harmony export */   subjectOf: () => (/* binding */ a)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(385);
const e={success:`success`,unchanged:`success`,planned:`inactive`,started:`in_progress`,deleted:`inactive`,reported:`inactive`,"failed-kept-previous":`failure`,"failed-nothing-serving":`failure`,"rolled-back":`failure`,superseded:`inactive`,"timed-out":`error`,"could-not-look":`error`,refused:`error`,"invalid-input":`error`,cancelled:`error`,internal:`error`},t=e=>e.length>140?`${e.slice(0,139)}…`:e,n={what:`close the older deployments of the environment`,permission:`deployments: write`},r=[`success`,`queued`,`in_progress`,`pending`],i=async(e,{environment:t,subject:r,newest:i,because:s})=>{let c=await e.ask(n,async(e,n)=>{let{data:o}=await e.rest.repos.listDeployments({...n,environment:t,per_page:21});return o.filter(({payload:e})=>(a(e)??r)===r).map(({id:e})=>Number(e)).filter(e=>i===void 0||e<i)});await Promise.all((c??[]).map(t=>o(e,{id:t,because:s})))},a=e=>typeof e==`object`&&e&&`lightsail-deploy`in e&&typeof e[`lightsail-deploy`]==`string`?e[`lightsail-deploy`]:void 0,o=async(e,{id:i,state:a=`inactive`,because:o})=>{await e.ask(n,async(e,n)=>{let{data:s}=await e.rest.repos.listDeploymentStatuses({...n,deployment_id:i,per_page:1});s[0]&&!r.includes(s[0].state)||s[0]?.state===`success`&&a!==`inactive`||await e.rest.repos.createDeploymentStatus({...n,deployment_id:i,state:a,description:t(o),auto_inactive:!1})})};

/***/ })

};
