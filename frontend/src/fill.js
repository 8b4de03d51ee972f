// The public pages: everything that a client's browser gets. No page needs it; every page is better with it.
import { start as startDevice } from "./offline/device.js";
import { start as startSmall } from "./small.js";
import { start as startFill } from "./fill/form.js";

startDevice();
startSmall();
startFill();
