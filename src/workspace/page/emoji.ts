// The names of emoji that people at work use; a name that is not here stays as it was written.

const NAMED = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 wave 👋 clap 👏 raised_hands 🙌 pray 🙏 muscle 💪 point_up ☝️
point_right 👉 point_left 👈 point_down 👇 raised_hand ✋ handshake 🤝 v ✌️ crossed_fingers 🤞 eyes 👀 brain 🧠 writing_hand ✍️
smile 😄 grinning 😀 smiley 😃 grin 😁 joy 😂 rolling_on_the_floor_laughing 🤣 blush 😊 wink 😉 heart_eyes 😍
slightly_smiling_face 🙂 upside_down_face 🙃 thinking_face 🤔 thinking 🤔 neutral_face 😐 expressionless 😑 sweat_smile 😅
sweat 😓 cry 😢 sob 😭 scream 😱 open_mouth 😮 confused 😕 worried 😟 disappointed 😞 pensive 😔 tired_face 😫 sleeping 😴
sunglasses 😎 nerd_face 🤓 partying_face 🥳 exploding_head 🤯 face_with_monocle 🧐 facepalm 🤦 shrug 🤷 salute 🫡 hugging_face 🤗
melting_face 🫠 zany_face 🤪 face_with_rolling_eyes 🙄 grimacing 😬 mask 😷 angry 😠 rage 😡 robot_face 🤖 ghost 👻
heart ❤️ yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 broken_heart 💔 sparkles ✨ star ⭐ star2 🌟 fire 🔥 boom 💥
zap ⚡ tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆 medal 🏅 rocket 🚀 100 💯 rainbow 🌈 sunny ☀️ cloud ☁️ umbrella ☔
snowflake ❄️ snowman ⛄ ocean 🌊 deciduous_tree 🌳 evergreen_tree 🌲 herb 🌿 seedling 🌱 four_leaf_clover 🍀 sunflower 🌻
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ ballot_box_with_ballot 🗳️ x ❌ warning ⚠️ no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 question ❓ grey_question ❔ zzz 💤
exclamation ❗ bangbang ‼️ information_source ℹ️ bulb 💡 mag 🔍 mag_right 🔎 lock 🔒 unlock 🔓 key 🔑 link 🔗 pushpin 📌
round_pushpin 📍 paperclip 📎 bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 speech_balloon 💬 thought_balloon 💭 email 📧
envelope ✉️ inbox_tray 📥 outbox_tray 📤 package 📦 truck 🚚 calendar 📅 date 📅 spiral_calendar_pad 🗓️ clock1 🕐 clock9 🕘 alarm_clock ⏰
hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ timer_clock ⏲️ memo 📝 pencil ✏️ pencil2 ✏️ page_facing_up 📄 clipboard 📋
bar_chart 📊 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 file_folder 📁 open_file_folder 📂 card_index_dividers 🗂️
books 📚 book 📖 bookmark 🔖 receipt 🧾 moneybag 💰 money_with_wings 💸 dollar 💵 euro 💶 yen 💴 credit_card 💳
computer 💻 desktop_computer 🖥️ keyboard ⌨️ iphone 📱 phone ☎️ camera 📷 printer 🖨️ bug 🐛 wrench 🔧 hammer 🔨
electric_plug 🔌 hammer_and_wrench 🛠️ gear ⚙️ construction 🚧 rotating_light 🚨 ambulance 🚑 test_tube 🧪 microscope 🔬 shield 🛡️ toolbox 🧰
arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ left_right_arrow ↔️ leftwards_arrow_with_hook ↩️ arrows_counterclockwise 🔄 repeat 🔁 recycle ♻️ heavy_plus_sign ➕
heavy_minus_sign ➖ red_circle 🔴 large_yellow_circle 🟡 yellow_circle 🟡 large_green_circle 🟢 green_circle 🟢 large_blue_circle 🔵
white_circle ⚪ black_circle ⚫ large_orange_circle 🟠 small_blue_diamond 🔹 one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣
coffee ☕ tea 🍵 beer 🍺 beers 🍻 champagne 🍾 cake 🍰 birthday 🎂 pizza 🍕 cookie 🍪 doughnut 🍩 croissant 🥐 dumpling 🥟 ramen 🍜
rice 🍚 bread 🍞 banana 🍌 apple 🍎 lemon 🍋 avocado 🥑 dog 🐶 cat 🐱 panda_face 🐼 whale 🐳 turtle 🐢 butterfly 🦋 dragon 🐉
house 🏠 hotel 🏨 office 🏢 airplane ✈️ train2 🚆 bike 🚲 car 🚗 ship 🚢 anchor ⚓ earth_africa 🌍 globe_with_meridians 🌐
flag-de 🇩🇪 flag-cn 🇨🇳 cn 🇨🇳 de 🇩🇪 us 🇺🇸 flag-us 🇺🇸 eu 🇪🇺 musical_note 🎵 art 🎨 soccer ⚽ running 🏃 bow 🙇 see_no_evil 🙈
dart 🎯 jigsaw 🧩 ticket 🎫 label 🏷️ scales ⚖️ recycle ♻️ wastebasket 🗑️ sleeping_accommodation 🛌 bellhop_bell 🛎️ palm_tree 🌴 face_with_thermometer 🤒 house_with_garden 🏡 bus 🚌 desert_island 🏝️
`;

const EMOJI: ReadonlyMap<string, string> = new Map(pairs(NAMED.trim().split(/\s+/)));

/** The first row of the reaction picker is what Longhand and its people use among themselves. */
export const PICKER: readonly string[] = [
  'white_check_mark',
  'eyes',
  '+1',
  '-1',
  'raised_hands',
  'pray',
  'tada',
  'heart',
  'thinking_face',
  'joy',
  'sweat_smile',
  'clap',
  'wave',
  'fire',
  'rocket',
  'sparkles',
  'question',
  'warning',
  'x',
  'no_entry',
  'octagonal_sign',
  'bulb',
  'memo',
  'hourglass_flowing_sand',
  'calendar',
  'bug',
  'moneybag',
  'chart_with_upwards_trend',
  'coffee',
  'dumpling',
  'evergreen_tree',
  '100',
  'arrows_counterclockwise',
];

export function emojiOf(name: string): string | undefined {
  // Skin tones come behind the name (`+1::skin-tone-3`); the map knows only the plain hand.
  return EMOJI.get(name.replace(/::?skin-tone-\d$/, ''));
}

const MOST_FOUND = 40;

/** Those whose name has the words in it, names that begin with them first. */
export function findEmoji(words: string): readonly string[] {
  const wanted = words.trim().toLowerCase().replaceAll(':', '').replaceAll(/\s+/g, '_');
  return [...EMOJI.keys()]
    .filter((name) => name.includes(wanted))
    .sort((a, b) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted)))
    .slice(0, MOST_FOUND);
}

function pairs(words: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let index = 0; index + 1 < words.length; index += 2)
    found.push([words[index] ?? '', words[index + 1] ?? '']);
  return found;
}
