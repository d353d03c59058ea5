/** Amazon EventBridge Scheduler of the local cloud: one-time schedules. */
package io.eventfork.localcloud.scheduler;
