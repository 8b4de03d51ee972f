"""Projects and their plans: the Gantt chart and its drawing, tables, boards, workloads, tasks, and what a request does to a plan."""
