// Prints what npm's ical.js reads of the calendars in a file: node ical_js.mjs <node_modules> <calendars.json>
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const [folder, file] = process.argv.slice(2);
const found = createRequire(`${folder}/x.js`).resolve("ical.js");
const ICAL = (await import(pathToFileURL(found))).default;
const instant = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString().replace(".000", ""));
const read = (text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const part = calendar.getFirstSubcomponent("vevent");
  const said = (name) => String(part.getFirstPropertyValue(name) ?? "");
  const at = (name) => (part.getFirstPropertyValue(name) ? instant(part.getFirstPropertyValue(name)) : "");
  return [...["uid", "summary", "status", "url", "sequence", "location", "description"].map(said), at("dtstart"), at("dtend")];
};
console.log(JSON.stringify(JSON.parse(readFileSync(file, "utf8")).map(read)));
