"use strict";
exports.id = 948;
exports.ids = [948];
exports.modules = {

/***/ 948:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   parseEnvFile: () => (/* binding */ r)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _action_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4826);
const n=/[\t ]*(?:export[\t ]+)?([A-Za-z_][A-Za-z0-9_.-]*)(?:[\t ]*=|:[\t ]+(?=[^\s]))[\t ]*/y;function r(e){let r=e.replace(/^\uFEFF/,``).replaceAll(`\r
`,`
`).replace(/\r$/,``),i=/* @__PURE__ */ new Map,l=[],u=[];for(let e=0,d=1;e<r.length;){let f=a(r,e),p=r.slice(e,f);n.lastIndex=e;let m=/^[\t\f\v ]*(?:#|$)/.test(p)?void 0:n.exec(r);if(!(m&&m.index+m[0].length<=f)){let t=m===void 0?void 0:s(p);t!==void 0&&l.push({line:d,message:t}),e=f+1,d++;continue}let[h,g=``]=m,{value:_,hasDollar:v=!1,issue:y,next:b}=c(r,{from:e+h.length,end:f,line:d}),x=_===void 0?void 0:(0,_action_js__WEBPACK_IMPORTED_MODULE_1__.j)(_);if(y)l.push(y);else if(x!==void 0)l.push({line:d,message:` contains ${x} in the value of ${g}; remove it, or use a space`});else if(_!==void 0){let e=i.get(g);e&&e.value!==_&&u.push({line:d,message:` sets ${g} again after line ${e.line}; the last one wins`}),i.set(g,{name:g,value:_,line:d,hasDollar:v})}d+=o(r,e,b),e=b}return{entries:[...i.values()],issues:l,notices:u}}const i={n:`
`,r:`\r`,t:`	`};function a(e,t){let n=e.indexOf(`
`,t);return n<0?e.length:n}function o(e,t,n){let r=0;for(let i=e.indexOf(`
`,t);i>=0&&i<n;i=e.indexOf(`
`,i+1))r++;return r}function s(t){let n=`[A-Za-z_][A-Za-z0-9_.-]*`,r=(0,_action_js__WEBPACK_IMPORTED_MODULE_1__.M)(t.split(/[=:]/)[0]??``);return r===void 0?RegExp(`^\\s*(?:export\\s+)?${n}\\s*$`).test(t)?` is neither NAME=value nor a comment; nothing is taken from the job's environment`:RegExp(`^\\s*(?:export\\s+)?${n}\\s*:`).test(t)?` uses ":" after the name, which dotenv parsers read differently; write NAME=value`:t.includes(`=`)?`: the key is not a name such as LOG_LEVEL`:` is neither NAME=value nor a comment`:` contains ${r} in its name; remove it`}function c(e,t){let n=e[t.from];return n===`"`||n===`'`?m(e,n,t):u(e,t)}const l=`put the value in single quotation marks`;function u(e,{from:t,end:n,line:r}){let i=n+1,a=e=>({issue:{line:r,message:e},next:i}),o=e.slice(t,n);if(o.startsWith(`#`)&&/[\t ]/.test(e[t-1]??``))return a(` has a "#" that some dotenv parsers read as a comment and others as part of the value; ${l}`);let s=o.search(/[\t ]#/),c=d(s<0?o:o.slice(0,s));return s>=0&&(f(c,`"`)||f(c,`'`))?a(` has a "#" after an unclosed quotation mark; ${l}`):c.includes(`\r`)?a(` has a carriage return in the middle; end lines with LF or CR LF`):/^[`\u2018-\u201f\u00ab\u00bb]/.test(c)?a(` starts its value with a quotation mark that only some dotenv parsers know; use ' or "`):/(?:^|[\t ])\\$/.test(c)?a(` ends in a backslash, but lines are not continued; write one line, or use quotation marks`):{value:c,hasDollar:p.test(c),next:i}}function d(e){let t=e.length;for(;t>0&&/[\t\f\v ]/.test(e[t-1]??``);)t--;return e.slice(0,t)}function f(e,t){return e.split(t).length%2==0}const p=/\$[A-Za-z_{($]/;function m(e,t,{from:n,end:r,line:s}){let c=h(e,t,n+1);if(c<0)return{issue:{line:s,message:` opens a quotation mark that is never closed`},next:r+1};let u=a(e,c),d=u+1,f=s+o(e,n,c),m=(e,t=s)=>({issue:{line:t,message:e},next:d});if(!/^[\t ]*(?:$|[\t ]#)/.test(e.slice(c+1,u)))return m(` has text right after the closing quotation mark${f===s?``:`, which was opened in line ${s}`}`,f);let g=e.slice(n+1,c);if(g.includes(`\r`))return m(` has a carriage return in the middle; end lines with LF or CR LF`);if(t===`'`)return/\\'[\t ]*(?:#.*)?$/m.test(g)?m(` has a backslash in front of what may be the closing quotation mark; use double ones and write "\\\\"`):{value:g.replaceAll(`\\'`,`'`),next:d};let _=/^(?:[^\\]|\\[^abcfv0\n])*\\([abcfv0\n])/.exec(g)?.[1];if(_!==void 0)return m(` has ${_===`
`?`a backslash at the end of a line`:`"\\${_}"`} in double quotation marks, which dotenv parsers read differently; ${l}`);let v=g.replace(/\\./gs,``);return{value:g.replace(/\\([nrt"\\$])/g,(e,t)=>i[t]??t),hasDollar:p.test(v),next:d}}function h(e,t,n){for(let r=n;r<e.length;r++)if(e[r]===`\\`)r++;else if(e[r]===t)return r;return-1}

/***/ })

};
;