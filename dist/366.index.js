export const id = 366;
export const ids = [366];
export const modules = {

/***/ 6366:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   parsePart: () => (/* binding */ o)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5626);
/* harmony import */ var _schema_check_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7353);
async function o(o,s,{texts:c,issues:l}){let u=c[o],d=(0,_schema_check_js__WEBPACK_IMPORTED_MODULE_1__.i)((0,_schema_check_js__WEBPACK_IMPORTED_MODULE_1__.r)(_schema_check_js__WEBPACK_IMPORTED_MODULE_1__.o.createService),s);if(u===void 0||d===void 0)return;let{readDocument:f}=await __webpack_require__.e(/* import() */ 535).then(__webpack_require__.bind(__webpack_require__, 1535)).then(e=>e.t),p=f(u,{keepsText:e=>(0,_schema_check_js__WEBPACK_IMPORTED_MODULE_1__.t)(d,e)});if(`issues`in p){for(let{message:e,line:t}of p.issues)l.add({input:o,message:`line ${t}: ${e}`});return}let{value:m,position:h}=p.document,g=typeof m==`object`&&!!m,_=g?(0,_schema_check_js__WEBPACK_IMPORTED_MODULE_1__.n)(m,d,_schema_check_js__WEBPACK_IMPORTED_MODULE_1__.a):[];if(!g||d.kind===`list`!==Array.isArray(m)){let e=d.kind===`list`?`a list`:`a map`;l.add({input:o,message:`must be ${e} in JSON or YAML, as create-service takes it`})}else{for(let{message:e,at:t}of _)l.add({input:o,message:`line ${h(t)?.line??1}: ${e}`});return _.length>0?void 0:m}}

/***/ }),

/***/ 7353:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ c),
/* harmony export */   i: () => (/* binding */ f),
/* harmony export */   n: () => (/* binding */ p),
/* harmony export */   o: () => (/* binding */ s),
/* harmony export */   r: () => (/* binding */ l),
/* harmony export */   t: () => (/* binding */ g)
/* harmony export */ });
/* harmony import */ var _suggestion_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1407);
/* harmony import */ var _records_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1001);
/* harmony import */ var _schemas_0_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(560);
const s={createService:_schemas_0_js__WEBPACK_IMPORTED_MODULE_1__.n,updateService:_schemas_0_js__WEBPACK_IMPORTED_MODULE_1__.y,registerTaskDefinition:_schemas_0_js__WEBPACK_IMPORTED_MODULE_1__.p,service:_schemas_0_js__WEBPACK_IMPORTED_MODULE_1__.m,taskDefinition:_schemas_0_js__WEBPACK_IMPORTED_MODULE_1__._},c=`3.1164.0`;function l(e){let t=typeof e==`function`?e():e;return typeof t==`number`?u(t):Array.isArray(t)?typeof t[1]==`string`?t[0]===1?{kind:`list`,of:l(t[4])}:t[0]===2?{kind:`map`,of:l(t[5])}:t[0]===3||t[0]===4?d(t):{kind:`anything`}:l(t[0]):{kind:`anything`}}function u(e){return e&64?{kind:`list`,of:u(e&-65)}:e&128?{kind:`map`,of:u(e&-129)}:{kind:[`text`,`number`,`boolean`][e]??`anything`}}function d(e){let t=Array.isArray(e[4])?e[4].map(String):[],n=Array.isArray(e[5])?e[5]:[],r;return{kind:`structure`,name:String(e[2]),members:()=>(r??=new Map(t.map((e,t)=>[e,l(n[t])])),r),required:t.slice(0,typeof e[6]==`number`?e[6]:0)}}function f(e,t){let n=e;for(let e of t)if(n?.kind===`structure`)n=n.members().get(String(e));else if(n?.kind===`map`)n=n.of;else if(n?.kind===`list`&&typeof e==`number`)n=n.of;else return;return n}function p(e,t,n){return m(e,t,{at:[],root:t,sdkVersion:n})}function m(e,n,r){let{at:i}=r,a=e=>[{message:`"${i.join(`.`)}" must be ${e}`,at:i}],o=e=>({...r,at:[...i,e]});if(e===null)return[];switch(n.kind){case`anything`:return[];case`list`:return Array.isArray(e)?e.flatMap((e,t)=>m(e,n.of,o(t))):a(`a list${C(i)}`);case`map`:return (0,_records_js__WEBPACK_IMPORTED_MODULE_2__.t)(e)?Object.entries(e).flatMap(([e,t])=>m(t,n.of,o(e))):a(`a map`);case`structure`:return (0,_records_js__WEBPACK_IMPORTED_MODULE_2__.t)(e)?h(e,n,o):a(`a map`);default:return v(e,n.kind)?[]:a(`${_[n.kind]}${y(e,n.kind)}`)}}function h(e,{members:t,required:n},r){let i=t(),a=n.filter(t=>!Object.hasOwn(e,t)||e[t]===null);return[...Object.entries(e).flatMap(([e,t])=>{let n=i.get(e),a=r(e);return n?m(t,n,a):[{message:b(e,[...i.keys()],a),at:a.at}]}),...a.map(e=>{let{at:t}=r(e);return{message:`"${t.join(`.`)}" is missing`,at:t}})]}function g(e,t){return f(e,t)?.kind===`text`}const _={text:`text`,number:`a number`,boolean:`true or false`};function v(e,t){return t===`text`?typeof e==`string`:typeof e===t}function y(e,t){return typeof e==`string`&&(t===`number`?/^\d{1,10}$/:/^(?:true|false)$/).test(e)&&t!==`text`?`; write ${e} without quotation marks`:``}function b(t,n,{root:r,sdkVersion:i}){let a=(0,_suggestion_js__WEBPACK_IMPORTED_MODULE_0__.n)(t,n),o=a===``?x(t,r):void 0;return o===void 0?`unknown key "${t}": this version of the action, with the AWS SDK ${i}, does not have it${a}`:`unknown key "${t}": it belongs ${o}`}function x(e,t){let n=[[``,t]];for(let t=0;t<4;t++){let t=n.flatMap(([e,t])=>{let n=t.kind===`list`||t.kind===`map`?t.of:t;return n.kind===`structure`?[[e,n.members()]]:[]}),r=t.filter(([,t])=>t.has(e)).map(([e])=>e);if(r.length>1)return;let[i]=r;if(i!==void 0)return i===``?`at the top`:`under "${i}"`;n=t.flatMap(([e,t])=>[...t].map(([t,n])=>[e===``?t:`${e}.${t}`,n]))}}const S={environment:` such as [{ name: LOG_LEVEL, value: info }]`,secrets:` such as [{ name: DB_PASSWORD, valueFrom: ARN }]`,command:` of words such as ["npm", "start"]`,entryPoint:` of words such as ["npm", "start"]`,containerDefinitions:` such as [{ name: app, image: … }]`,tags:` such as [{ key: team, value: shop }]`,portMappings:` such as [{ containerPort: 8080 }]`};function C(e){let t=String(e.at(-1)??``);return Object.hasOwn(S,t)?S[t]??``:``}

/***/ })

};
