/// Jeoul's version.
package let jeoulVersion = "0.1.0"
