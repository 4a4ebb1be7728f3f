/** Where the page's parts find it; it lives with the colours, since other rooms set them too. */
export { styled } from "../theme";
