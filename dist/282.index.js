export const id = 282;
export const ids = [282];
export const modules = {

/***/ 8282:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   parsePreview: () => (/* binding */ p),
/* harmony export */   previewSettings: () => (/* binding */ m)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5626);
/* harmony import */ var _scalars_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5458);
/* harmony import */ var _index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2423);
/* harmony import */ var _ttl_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(263);
function s(e,t,n){let{number:r,action:i,state:a}=t;if(i===`closed`||a===`closed`)return{kind:`remove`,because:`pull request ${r} is closed`,isClosing:!0};if(n!==void 0&&(i===`labeled`||i===`unlabeled`)){let e=c(t.changedLabel,n);if(e&&i===`unlabeled`)return{kind:`remove`,because:`pull request ${r} lost its label "${n}"`,isClosing:!1};if(!e)return{kind:`nothing`,because:`another label of pull request ${r} changed, not "${n}"`}}let o=u(e,t,n);return o?{kind:`refuse`,fault:o}:n!==void 0&&!l(t,n)?{kind:`nothing`,because:`pull request ${r} has no label "${n}"`}:{kind:`deploy`}}function c(e,t){return e?.toLowerCase()===t.toLowerCase()}function l({labels:e},t){return e.some(e=>c(e,t))}function u(e,t,n){let{number:r,action:i,isFork:a,headRepository:o=`a repository that is gone`}=t;if(e!==`pull_request_target`||!a)return;let s=`pull request ${r} comes from a fork (${o}); on pull_request_target its code would be built and run with the secrets of this repository and with its AWS role`,c=(e,t)=>({reasonCode:`fork-not-trusted`,message:`${s}${e}`,fix:t});if(n===void 0)return c(``,`use the event pull_request, which gives forks no secrets; or set preview-label, and let a maintainer put that label on after reading the code`);if(!l(t,n))return c(`, and no maintainer has put the label "${n}" on`,`read every line that the build and the tests run, and then put the label "${n}" on`);if(i!==`opened`&&i!==`labeled`)return c(`, and the label "${n}" was put on before the newest commits came`,`read the new commits, then take the label "${n}" off and put it on again`)}const d=[`pull_request`,`pull_request_target`],f=[`deploy`,`plan`,`delete`];function p(r,{mode:c,base:l,runSource:u,given:f}){let p=(0,_scalars_js__WEBPACK_IMPORTED_MODULE_1__.t)((0,_index_js__WEBPACK_IMPORTED_MODULE_2__.it)(`preview`,r)),m=(0,_ttl_js__WEBPACK_IMPORTED_MODULE_3__.n)((0,_index_js__WEBPACK_IMPORTED_MODULE_2__.it)(`preview-ttl`,r)),y=(0,_scalars_js__WEBPACK_IMPORTED_MODULE_1__.r)({...(0,_index_js__WEBPACK_IMPORTED_MODULE_2__.it)(`preview-limit`,r),from:1}),b=r.texts[`preview-label`]?.trim();if(!p||c===void 0){p===!1&&h(f,r);return}g(c,f,r);let x=d.includes(u?.event??``)?u?.pullRequest:void 0;if(!u||!x){r.issues.add({input:`preview`,message:_(u)});return}if(l===void 0||m===void 0)return;let{event:S}=u,{number:C,headRepository:w=`gone by now`}=x,T=c===`delete`?{kind:`remove`,because:``,isClosing:!1}:s(S,x,b),E=(0,_index_js__WEBPACK_IMPORTED_MODULE_2__.W)(u);return{name:(0,_ttl_js__WEBPACK_IMPORTED_MODULE_3__.r)(l,C),mode:c===`deploy`&&T.kind===`remove`?`delete`:c,preview:{base:l,...E,pullRequest:C,intent:T,lifetimeMs:m,limit:y},isWorthAComment:T.kind!==`nothing`&&(T.kind!==`remove`||v(x,b)),notices:u.lacksSecrets===`fork`?[`pull request ${C} comes from a fork (${w}): GitHub gives this run no secrets`]:[]}}function m({publicDomainNames:e,...t}){return t}function h(e,{issues:t}){for(let n of _index_js__WEBPACK_IMPORTED_MODULE_2__.at)n!==`preview`&&e[n]!==void 0&&t.add({input:n,message:`has no effect without preview: true; remove it`})}function g(e,t,{issues:n}){let r=(e,t)=>n.add({input:e,message:t});f.includes(e)||r(`preview`,`has no effect with mode: ${e}; remove it`),t[`public-domain-names`]!==void 0&&r(`public-domain-names`,`cannot be on a preview: a name can be on one service only`),t[`create-service`]===`false`&&r(`create-service`,`must not be false with preview: true, which creates a service`)}function _(e){return e?e.problem===void 0?`true works on the events pull_request and pull_request_target only; this run is for "${e.event}"`:`true needs the pull request, and ${e.problem}`:`true needs a run of GitHub Actions: GITHUB_REPOSITORY and its like are not set`}function v({labels:e,changedLabel:t},n){return n===void 0||[...e,t].some(e=>e?.toLowerCase()===n.toLowerCase())}

/***/ }),

/***/ 263:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ o),
/* harmony export */   r: () => (/* binding */ n),
/* harmony export */   t: () => (/* binding */ s)
/* harmony export */ });
/* harmony import */ var _index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2423);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7598);
function n(n,r){let i=`-pr-${r}`;if(n.length+i.length<=_index_js__WEBPACK_IMPORTED_MODULE_0__.x.serviceName)return`${n}${i}`;let a=(0,node_crypto__WEBPACK_IMPORTED_MODULE_1__.createHash)(`sha256`).update(n).digest(`hex`).slice(0,8),o=_index_js__WEBPACK_IMPORTED_MODULE_0__.x.serviceName-i.length-8-1;return`${n.slice(0,o).replace(/-+$/,``)}-${a}${i}`}const r=6e4,i={d:1440*r,h:60*r,m:r},a=365*i.d;function o({input:e,text:t,issues:n}){if(t===void 0)return;let[,r=``,o=``]=/^(\d+)([dhm])$/.exec(t.trim())??[],s=o===`d`||o===`h`||o===`m`?Number(r)*i[o]:0;if(s>0&&s<=a)return s;let c=/^(\d+)\s*([dhm])[a-z]*$/i.exec(t.trim()),l=c?`; write ${Number(c[1])}${c[2]?.toLowerCase()}`:``,u=`must be days, hours or minutes such as 7d, 12h or 30m, at most 365d, not "${t}"${s>a?``:l}`;n.add({input:e,message:u})}function s(e){let[t,n]=e>=2*i.d?[i.d,`day`]:e>=2*i.h?[i.h,`hour`]:[r,`minute`],a=Math.max(0,Math.floor(e/t));return`${a} ${n}${a===1?``:`s`}`}

/***/ })

};
