/**
 * Finds the route files, checks them, loads them into Camel and follows their edits while they run.
 *
 * <p>A tree of route files has one folder for each use case. {@code *.camel.yaml} are routes,
 * {@code resources.yaml} declares what the folder needs from the cloud. {@link
 * io.eventfork.runtime.routes.RouteFiles} is the way in.
 */
package io.eventfork.runtime.routes;
