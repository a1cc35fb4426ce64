// Every page loads this and nothing more; a page with more to do adds its own file in `pages/`.
import "./styles/app.css";
import { listenToDialogs } from "./dialog";
import { listenToForms } from "./forms";
import { keepForms } from "./keep";
import { listenToKeys } from "./keys";
import { forgetOthersPages } from "./offline";
import { startParts } from "./parts";
import { listenToServer } from "./toast";

listenToDialogs();
keepForms();
listenToForms();
listenToKeys();
listenToServer();
forgetOthersPages();
startParts();
