/** A sweep's page: the program that VS Code's webview runs. The host puts <induction-sweep> into its body. */
import "../prepare";
import "./page";
