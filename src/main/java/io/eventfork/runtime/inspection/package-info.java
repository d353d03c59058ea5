/**
 * Looks at route and resources files without running them: what is wrong with them, which routes
 * they hold, and how these meet. {@link io.eventfork.runtime.inspection.FileInspection} needs
 * neither Camel nor a cloud.
 */
package io.eventfork.runtime.inspection;
