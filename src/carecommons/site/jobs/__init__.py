"""Jobs: long work that a page or a program starts, watches and stops (docs/adr/0025).

`states` and `kinds` say what there is; `folder` holds a job's files and progress; `acts` starts, stops and starts
again; `work` does the work in a worker; `seen` is what its starter sees.
"""
