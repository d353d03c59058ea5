/**
 * The CloudFormation template of what the route files need: the declared resources, as provisioning
 * makes them, with alarms, and the policies that allow what the routes do and no more.
 */
package io.eventfork.template;
