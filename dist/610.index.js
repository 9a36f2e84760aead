export const id = 610;
export const ids = [610];
export const modules = {

/***/ 8610:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   requestRemarks: () => (/* binding */ o)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5626);
/* harmony import */ var _index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2423);
/* harmony import */ var _variable_remarks_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6831);
/* harmony import */ var _text_remarks_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6368);
/* harmony import */ var _ecs_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8122);
function o(e,{texts:t},n){let a=e===void 0?[]:s(e,t.command);return (0,_variable_remarks_js__WEBPACK_IMPORTED_MODULE_2__.t)([{warnings:a,notices:[]},(0,_text_remarks_js__WEBPACK_IMPORTED_MODULE_3__.t)(n,[`verify-url`,`url`,`github-deployment-environment`])])}function s(r,i){let o=i?.trimStart().startsWith(`[`)??!1,{file:s,image:c,images:l}=r,u=r.environment?.values??{},d=[...c===void 0?[]:[c],...Object.values(l??{})];return[...(0,_index_js__WEBPACK_IMPORTED_MODULE_1__.B)(`command`,r.command??[],o?void 0:i),...(s?.content.containerDefinitions??[]).flatMap(t=>{let i=`task-definition, container ${t.name}`,a=(t.environment??[]).filter(({name:e})=>!Object.hasOwn(u,e)),{entryPoint:o}=t,s=o===void 0&&r.command===void 0?t.command??[]:[];return[...(0,_index_js__WEBPACK_IMPORTED_MODULE_1__.B)(`${i}, command`,s),...(0,_variable_remarks_js__WEBPACK_IMPORTED_MODULE_2__.i)(i,a.map(({name:e,value:t})=>[e,t]),`map`).warnings]}),...[.../* @__PURE__ */ new Set([...d,...s?(0,_ecs_js__WEBPACK_IMPORTED_MODULE_4__._)(s.content):[]])].map(_index_js__WEBPACK_IMPORTED_MODULE_1__.M).filter(e=>e!==void 0)]}

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
