// That a process is not forked while a call has a lock, for the Swift of this target alone: jeoul.h is the interface.
#ifndef JEOUL_GATE_H
#define JEOUL_GATE_H

// Around a call, which may not make another one.
void jeoul_gate_enter(void);
void jeoul_gate_leave(void);

// Between two parts of a call's work, where it has no lock: lets a thread fork that waits to.
void jeoul_gate_pause(void);

#endif
