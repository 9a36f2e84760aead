export const id = 250;
export const ids = [250];
export const modules = {

/***/ 7250:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   requestRemarks: () => (/* binding */ c)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5626);
/* harmony import */ var _variable_remarks_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6831);
/* harmony import */ var _text_remarks_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6368);
/* harmony import */ var _placeholders_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3945);
/* harmony import */ var _index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2423);
function s(t,{texts:n},s){let c=n.command?.trimStart().startsWith(`[`)??!1,l=t.environment?.values??{},u=Object.entries(t.file?.containers??{}),d=t.healthCheck?.path??t.file?.publicEndpoint?.healthCheck.path,f=d===void 0?void 0:(0,_placeholders_js__WEBPACK_IMPORTED_MODULE_4__.n)(d);return[...(0,_index_js__WEBPACK_IMPORTED_MODULE_3__.B)(`command`,t.command??[],c?void 0:n.command),...u.flatMap(([n,{command:r,environment:a}])=>{let o=`${s}, container ${n}`,c=Object.entries(a).filter(([e])=>!Object.hasOwn(l,e));return[...t.command===void 0?(0,_index_js__WEBPACK_IMPORTED_MODULE_3__.B)(`${o}, command`,r):[],...(0,_variable_remarks_js__WEBPACK_IMPORTED_MODULE_1__.i)(o,c,`map`).warnings]}),...[...new Set((0,_index_js__WEBPACK_IMPORTED_MODULE_3__.V)(t))].map(_index_js__WEBPACK_IMPORTED_MODULE_3__.D).filter(e=>e!==void 0),...f===void 0?[]:[`health-check-path: nothing expands or replaces ${f} in it`]]}function c(e,r,i){let a=r.texts[`deployment-file`]===void 0?`service-file`:`deployment-file`,o=e===void 0?[]:s(e,r,a);return (0,_variable_remarks_js__WEBPACK_IMPORTED_MODULE_1__.t)([{warnings:o,notices:[]},(0,_text_remarks_js__WEBPACK_IMPORTED_MODULE_2__.t)(i,l)])}const l=[`verify-url`,`github-deployment-environment`,`preview-label`];

/***/ }),

/***/ 6368:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ n)
/* harmony export */ });
/* harmony import */ var _placeholders_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3945);
/* harmony import */ var _variable_remarks_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6831);
function n(n,r){return{warnings:r.flatMap(t=>{let r=(0,_placeholders_js__WEBPACK_IMPORTED_MODULE_1__.n)(n[t]??``);return r===void 0?[]:[`${t}: nothing expands or replaces ${r} in it`]}),notices:(n.tags??``).split(`
`).flatMap((e,n)=>{let[r=``,...i]=e.trim().split(`=`);return (0,_variable_remarks_js__WEBPACK_IMPORTED_MODULE_0__.a)(r,i.join(`=`))?[`tags: line ${n+1} looks like several tags on one line; write one a line`]:[]})}}

/***/ }),

/***/ 6831:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ i),
/* harmony export */   i: () => (/* binding */ f),
/* harmony export */   n: () => (/* binding */ u),
/* harmony export */   r: () => (/* binding */ c),
/* harmony export */   t: () => (/* binding */ l)
/* harmony export */ });
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7119);
/* harmony import */ var _placeholders_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3945);
const n=[/,\s*/,/;\s*/,/&/,/\s+/,/\\n/,/%0A/i],r=/^([A-Za-z_][A-Za-z0-9_]*)=(?!=)/;function i(e,t){return t.length<1e4&&n.some(n=>{let[i=``,...s]=t.trim().split(n),c=s.at(-1)===``?s.slice(0,-1):s;return c.length>0&&!/[=:?]\/\/|[=?]/.test(i)&&!/^[{["']/.test(a(i))&&c.every(t=>o(e,r.exec(t)?.[1]))})}function a(e){return e.replace(/^(["'])(.*)\1$/,`$2`)}function o(e,t){return t!==void 0&&s(t)===s(e)&&(s(e)||t===t.toLowerCase())}function s(e){return e===e.toUpperCase()}const c={warnings:[],notices:[]};function l(e){return{warnings:e.flatMap(({warnings:e})=>e),notices:e.flatMap(({notices:e})=>e)}}function u(e){return e.length<=10?e.join(`, `):`${e.slice(0,10).join(`, `)} and ${e.length-10} more`}const d=[{forms:[`lines`,`env-file`],fits:(e,t)=>i(t,e),says:e=>`${e} looks like several variables on one line; write one a line`},{forms:[`lines`],fits:e=>/^(["']).+\1$/s.test(e),says:e=>`the quotation marks around the value are part of it: ${e}`},{forms:[`lines`],fits:e=>!e.includes(`
`)&&e.trim()!==``&&e.trim()!==e,says:e=>`the value begins or ends with a blank, which is part of it: ${e}`},{forms:[`lines`],fits:e=>/^[^"'{[\n]*\s# /.test(e),says:e=>`what looks like a comment is part of the value: ${e}; comments stand on lines of their own`},{forms:[`lines`,`env-file`,`map`],fits:e=>/^[^\n]+\n+$/.test(e),says:e=>`the value ends with a line break, which is part of it: ${e}`}];function f(e,t,n){let r=d.filter(({forms:e})=>e.includes(n)).map(({fits:e,says:n})=>({says:n,found:t.filter(([t,n])=>e(n,t))})).filter(({found:e})=>e.length>0).map(({says:t,found:n})=>`${e}: ${t(u(n.map(([e])=>e)))}`);return{warnings:[...p(e,t),...n===`map`?m(e,t):[]],notices:[...r,...n===`lines`?h(e,t):[]]}}function p(e,n){let r=/* @__PURE__ */ new Map;for(let[e,i]of n){let n=(0,_placeholders_js__WEBPACK_IMPORTED_MODULE_1__.n)(i);n!==void 0&&r.set(n,[...r.get(n)??[],e])}return[...r].map(([t,n])=>`${e}: nothing expands or replaces ${t} in ${u(n)}; it is deployed as written. Where the workflow knows the value, write \${{ secrets.NAME }} or \${{ vars.NAME }} in environment-variables`)}function m(t,n){return n.flatMap(([n,r])=>{let i=(0,_characters_js__WEBPACK_IMPORTED_MODULE_0__.t)(r);return i===void 0?[]:[`${t}: the value of ${n} holds ${i}, which is deployed with it`]})}function h(e,t){let n=[`,`,`;`].find(e=>t.slice(0,-1).every(([,t])=>t.trimEnd().endsWith(e)));return n===void 0||t.length<2?[]:[`${e}: the "${n}" at the end of each line is part of the values`]}

/***/ })

};
