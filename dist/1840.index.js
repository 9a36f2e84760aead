"use strict";
exports.id = 1840;
exports.ids = [1840];
exports.modules = {

/***/ 1840:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readTextMap: () => (/* binding */ t)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _document_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(482);
function t({input:t,text:n,issues:r,form:i,keyFault:a=()=>void 0}){let o=(0,_document_js__WEBPACK_IMPORTED_MODULE_1__.n)(n,{keepsText:()=>!0});if(`issues`in o){for(let{message:e,line:n}of o.issues)r.add({input:t,message:`line ${n}: ${e}`});return}let{value:s}=o.document;if(typeof s!=`object`||!s){r.add({input:t,message:`must be ${i} lines, or a JSON or YAML map`});return}let c=/* @__PURE__ */ new Map;for(let[e,n]of Object.entries(s)){let i=a(e);i===void 0?typeof n==`string`?c.set(e,n):r.add({input:t,message:`"${e}" must be text; an empty value is written ""`}):r.add({input:t,message:i})}return c}

/***/ })

};
;