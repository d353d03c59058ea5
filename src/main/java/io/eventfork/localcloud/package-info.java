/**
 * The embedded cloud: published stand-ins in class loaders of their own and small services of ours,
 * behind one gateway on loopback. Only the command line may know it: the application cannot tell it
 * from AWS.
 */
package io.eventfork.localcloud;
