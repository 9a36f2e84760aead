"use strict";
exports.id = 3377;
exports.ids = [3377];
exports.modules = {

/***/ 3377:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   parsePart: () => (/* binding */ o)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _schema_check_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6902);
async function o(o,s,{texts:c,issues:l},u=`createService`){let d=c[o],f=(0,_schema_check_js__WEBPACK_IMPORTED_MODULE_1__.i)((0,_schema_check_js__WEBPACK_IMPORTED_MODULE_1__.r)(_schema_check_js__WEBPACK_IMPORTED_MODULE_1__.o[u]),s);if(d===void 0||f===void 0)return;let{readDocument:p}=await __webpack_require__.e(/* import() */ 482).then(__webpack_require__.bind(__webpack_require__, 482)).then(e=>e.t),m=p(d,{keepsText:e=>(0,_schema_check_js__WEBPACK_IMPORTED_MODULE_1__.t)(f,e)});if(`issues`in m){for(let{message:e,line:t}of m.issues)l.add({input:o,message:`line ${t}: ${e}`});return}let{value:h,position:g}=m.document,_=typeof h==`object`&&!!h,v=_?(0,_schema_check_js__WEBPACK_IMPORTED_MODULE_1__.n)(h,f,_schema_check_js__WEBPACK_IMPORTED_MODULE_1__.a):[];if(!_||f.kind===`list`!==Array.isArray(h)){let e=f.kind===`list`?`a list`:`a map`;l.add({input:o,message:`must be ${e} in JSON or YAML, the way ${u===`runTask`?`run-task`:`create-service`} takes it`})}else{for(let{message:e,at:t}of v)l.add({input:o,message:`line ${g(t)?.line??1}: ${e}`});return v.length>0?void 0:h}}

/***/ }),

/***/ 6902:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ l),
/* harmony export */   i: () => (/* binding */ p),
/* harmony export */   n: () => (/* binding */ m),
/* harmony export */   o: () => (/* binding */ c),
/* harmony export */   r: () => (/* binding */ u),
/* harmony export */   t: () => (/* binding */ _)
/* harmony export */ });
/* harmony import */ var _action_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4826);
/* harmony import */ var _records_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9664);
/* harmony import */ var _ecs_run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(351);
const c={createService:_ecs_run_js__WEBPACK_IMPORTED_MODULE_1__._,updateService:_ecs_run_js__WEBPACK_IMPORTED_MODULE_1__.S,registerTaskDefinition:_ecs_run_js__WEBPACK_IMPORTED_MODULE_1__.v,runTask:_ecs_run_js__WEBPACK_IMPORTED_MODULE_1__.y,service:_ecs_run_js__WEBPACK_IMPORTED_MODULE_1__.b,taskDefinition:_ecs_run_js__WEBPACK_IMPORTED_MODULE_1__.x},l=`3.1164.0`;function u(e){let t=typeof e==`function`?e():e;return typeof t==`number`?d(t):Array.isArray(t)?typeof t[1]==`string`?t[0]===1?{kind:`list`,of:u(t[4])}:t[0]===2?{kind:`map`,of:u(t[5])}:t[0]===3||t[0]===4?f(t):{kind:`anything`}:u(t[0]):{kind:`anything`}}function d(e){return e&64?{kind:`list`,of:d(e&-65)}:e&128?{kind:`map`,of:d(e&-129)}:{kind:[`text`,`number`,`boolean`][e]??`anything`}}function f(e){let t=Array.isArray(e[4])?e[4].map(String):[],n=Array.isArray(e[5])?e[5]:[],r;return{kind:`structure`,name:String(e[2]),members:()=>(r??=new Map(t.map((e,t)=>[e,u(n[t])])),r),required:t.slice(0,typeof e[6]==`number`?e[6]:0)}}function p(e,t){let n=e;for(let e of t)if(n?.kind===`structure`)n=n.members().get(String(e));else if(n?.kind===`map`)n=n.of;else if(n?.kind===`list`&&typeof e==`number`)n=n.of;else return;return n}function m(e,t,n){return h(e,t,{at:[],root:t,sdkVersion:n})}function h(e,n,r){let{at:i}=r,a=e=>[{message:`"${i.join(`.`)}" must be ${e}`,at:i}],o=e=>({...r,at:[...i,e]});if(e===null)return[];switch(n.kind){case`anything`:return[];case`list`:return Array.isArray(e)?e.flatMap((e,t)=>h(e,n.of,o(t))):a(`a list${w(i)}`);case`map`:return (0,_records_js__WEBPACK_IMPORTED_MODULE_2__.t)(e)?Object.entries(e).flatMap(([e,t])=>h(t,n.of,o(e))):a(`a map`);case`structure`:return (0,_records_js__WEBPACK_IMPORTED_MODULE_2__.t)(e)?g(e,n,o):a(`a map`);default:return y(e,n.kind)?[]:a(`${v[n.kind]}${b(e,n.kind)}`)}}function g(e,{members:t,required:n},r){let i=t(),a=n.filter(t=>!Object.hasOwn(e,t)||e[t]===null);return[...Object.entries(e).flatMap(([e,t])=>{let n=i.get(e),a=r(e);return n?h(t,n,a):[{message:x(e,[...i.keys()],a),at:a.at}]}),...a.map(e=>{let{at:t}=r(e);return{message:`"${t.join(`.`)}" is missing`,at:t}})]}function _(e,t){return p(e,t)?.kind===`text`}const v={text:`text`,number:`a number`,boolean:`true or false`};function y(e,t){return t===`text`?typeof e==`string`:typeof e===t}function b(e,t){return typeof e==`string`&&(t===`number`?/^\d{1,10}$/:/^(?:true|false)$/).test(e)&&t!==`text`?`; write ${e} without quotation marks`:``}function x(t,n,{root:r,sdkVersion:i}){let a=(0,_action_js__WEBPACK_IMPORTED_MODULE_0__.W)(t,n),o=a===``?S(t,r):void 0;return o===void 0?`unknown key "${t}": this version of the action (AWS SDK ${i}) does not know it${a}`:`unknown key "${t}": it belongs ${o}`}function S(e,t){let n=[[``,t]];for(let t=0;t<4;t++){let t=n.flatMap(([e,t])=>{let n=t.kind===`list`||t.kind===`map`?t.of:t;return n.kind===`structure`?[[e,n.members()]]:[]}),r=t.filter(([,t])=>t.has(e)).map(([e])=>e);if(r.length>1)return;let[i]=r;if(i!==void 0)return i===``?`at the top`:`under "${i}"`;n=t.flatMap(([e,t])=>[...t].map(([t,n])=>[e===``?t:`${e}.${t}`,n]))}}const C={environment:` such as [{ name: LOG_LEVEL, value: info }]`,secrets:` such as [{ name: DB_PASSWORD, valueFrom: ARN }]`,command:` of words such as ["npm", "start"]`,entryPoint:` of words such as ["npm", "start"]`,containerDefinitions:` such as [{ name: app, image: … }]`,tags:` such as [{ key: team, value: shop }]`,portMappings:` such as [{ containerPort: 8080 }]`};function w(e){let t=String(e.at(-1)??``);return Object.hasOwn(C,t)?C[t]??``:``}

/***/ })

};
;