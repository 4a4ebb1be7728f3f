/** The inspector's page: the program that VS Code's webview runs. The host puts <induction-inspector> into its body. */
import "./prepare";
import "./views";
