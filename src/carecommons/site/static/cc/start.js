// Every page works without this; it adds keyboard and announcement behaviour to the components.
import { initAll } from "../built/govuk-frontend.min.js";

initAll();
