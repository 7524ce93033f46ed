// Where data may live: the names of places that decide whether it stays in the EU, and no more geography than that.

const EU =
  /\b(?:EU|E\.U\.|European Union|EEA|Germany|German|France|French|Ireland|Irish|Netherlands|Dutch|Belgium|Luxembourg|Austria|Italy|Spain|Portugal|Sweden|Swedish|Finland|Finnish|Denmark|Danish|Poland|Czechia|Estonia|Latvia|Lithuania|Greece|Hungary|Romania|Bulgaria|Croatia|Slovenia|Slovakia|Malta|Cyprus|Frankfurt|Berlin|Munich|Hamburg|Nuremberg|Falkenstein|Cologne|Paris|Lyon|Strasbourg|Dublin|Amsterdam|Rotterdam|Brussels|Vienna|Milan|Rome|Madrid|Barcelona|Lisbon|Stockholm|Gothenburg|Helsinki|Copenhagen|Warsaw|Prague|Tallinn|Riga|Vilnius|Athens|Budapest|eu-(?:west|central|north|south)-\d)\b|欧盟|德国|法国|爱尔兰|荷兰|法兰克福|柏林|巴黎|都柏林|阿姆斯特丹|斯德哥尔摩/;
const ELSEWHERE =
  /\b(?:US|U\.S\.|USA|United States|America|American|Virginia|Ohio|Oregon|California|Texas|Iowa|New York|UK|U\.K\.|United Kingdom|London|Britain|Switzerland|Swiss|Zurich|Zürich|Geneva|Norway|Oslo|Canada|Toronto|India|Mumbai|Singapore|Japan|Tokyo|China|Shanghai|Beijing|Hong Kong|Australia|Sydney|Brazil|us-(?:east|west|central)-?\d?)\b|美国|英国|瑞士|新加坡|日本|中国|北京|上海|深圳|香港|印度|东京|伦敦|弗吉尼亚/;
const CHINA =
  /\b(?:China|Chinese|Shanghai|Beijing|Shenzhen|Hangzhou|Guangzhou)\b|中国|境内|国内|北京|上海|深圳|杭州|广州|成都/;

export type Region = 'EU' | 'CN';

export function regionIn(text: string): Region | undefined {
  if (/\b(?:EU|E\.U\.|European Union|EEA)\b|欧盟/.test(text)) return 'EU';
  return /境内|国内|mainland|中国大陆/.test(text) ? 'CN' : undefined;
}

/** Undefined when the text names no place that we know. */
export function staysIn(region: Region, text: string): boolean | undefined {
  const place = text.replace(/\b(?:not|never|outside|no)\b[^,.;]*/gi, ' ');
  if (region === 'CN')
    return CHINA.test(place) ? true : EU.test(place) || ELSEWHERE.test(place) ? false : undefined;
  if (ELSEWHERE.test(place)) return false;
  return EU.test(place) ? true : undefined;
}
