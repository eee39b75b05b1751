"""The door that Streamlit opens: `streamlit run app.py`, `make app` or `sroi app`."""

from sroi.webapp.frame import main

main()
