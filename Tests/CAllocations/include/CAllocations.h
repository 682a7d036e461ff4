#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

/* Counts what this thread asks the heap for, from start to stop. Linking this target replaces malloc. */
void allocations_start(void);
long allocations_stop(void);

#endif
